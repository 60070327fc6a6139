import type { ApiKey } from '@yuexin/client';
import { Form } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { reasonBody } from '../../parts/reason-body.ts';
import type { useAct } from '../../parts/use-act.ts';
import { AddressesField } from './addresses-field.tsx';

/** Puts a new key in the place of one; it may be bound to other addresses than the old one was. */
export function useRotation(
  ask: ReturnType<typeof useAct>['ask'],
  onMade: (key: string) => void,
): { rotate: (key: ApiKey) => void; field: (title: string | undefined) => ReactNode } {
  const { t } = useTranslation();
  const api = useApi();
  const [addresses, setAddresses] = useState<string[]>([]);
  // The dialog was asked for before they were chosen: it reads what holds when it is confirmed.
  const chosen = useRef<string[]>([]);
  const choose = (next: string[]): void => {
    setAddresses(next);
    chosen.current = next;
  };
  return {
    rotate(key) {
      choose(key.allowedAddresses ?? []);
      ask({
        title: t('keys.rotate'),
        effect: t('keys.rotateEffect', { name: key.name }),
        confirm: t('keys.rotate'),
        done: t('keys.rotated'),
        reason: 'required',
        run: async (reason) => {
          const allowedAddresses = chosen.current.length === 0 ? null : chosen.current;
          onMade(
            (await api.apiKeys.rotate(key.id, { allowedAddresses, ...reasonBody(reason) })).key,
          );
        },
      });
    },
    field: (title) =>
      title === t('keys.rotate') && (
        <Form layout="vertical">
          <Form.Item label={t('keys.addresses')} extra={t('keys.addressesHint')} htmlFor={fieldId}>
            <AddressesField id={fieldId} value={addresses} onChange={choose} />
          </Form.Item>
        </Form>
      ),
  };
}

const fieldId = 'rotated-key-addresses';
