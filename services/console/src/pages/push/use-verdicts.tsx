import type { BodyOf, Push } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import type { Act } from '../../parts/act-dialog.tsx';
import { Foreseen } from './foreseen.tsx';

/** The three things a person may know about an unconfirmed push, and what each does to it and to its grant. */
export function useVerdicts(push: Push): (Act & { done: string })[] {
  const { t } = useTranslation();
  const api = useApi();
  const verdicts = [
    { key: 'delivered', body: { delivered: true }, isDestructive: false },
    { key: 'resend', body: { delivered: false, then: 'resend' }, isDestructive: true },
    { key: 'dead', body: { delivered: false, then: 'dead' }, isDestructive: true },
  ] as const;
  return verdicts.map(({ key, body, isDestructive }) => ({
    title: t(`push.verdict.${key}`),
    effect: t(`push.verdict.${key}Effect`),
    isDestructive,
    details: <Foreseen pushId={push.id} action={key} />,
    reason: 'required',
    confirm: t(`push.verdict.${key}`),
    done: t('push.verdict.done'),
    run: (reason) =>
      api.pushes.giveVerdict(push.id, {
        ...body,
        ...(reason !== undefined && { reason }),
      } satisfies BodyOf<'giveVerdict'>),
  }));
}
