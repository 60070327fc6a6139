import type { Callback } from '@yuexin/client';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Instant } from '../../parts/instant.tsx';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<Callback['state'], Tone> = {
  waiting: 'wait',
  delivered: 'good',
  failed: 'bad',
  skipped: 'off',
};

export function useCallbackColumns(): NonNullable<TableProps<Callback>['columns']> {
  const { t } = useTranslation();
  return [
    {
      title: t('push.state'),
      key: 'state',
      render: (_, { state }) => (
        <ToneTag tone={tones[state]}>{t(`webhooks.callbackState.${state}`)}</ToneTag>
      ),
    },
    { title: t('webhooks.type'), key: 'type', render: (_, { type }) => <code>{type}</code> },
    {
      title: t('push.title'),
      key: 'push',
      render: (_, { pushId }) =>
        pushId === null ? '–' : <Link to={`/pushes/${pushId}`}>{`…${pushId.slice(-12)}`}</Link>,
    },
    {
      title: t('webhooks.lastAnswer'),
      key: 'answer',
      render: (_, { tries }) => {
        const last = tries.at(-1);
        return last === undefined ? '–' : <code>{last.status ?? last.error}</code>;
      },
    },
    { title: t('webhooks.at'), key: 'at', render: (_, { at }) => <Instant at={at} /> },
  ];
}
