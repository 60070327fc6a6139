import type { TimelineAttemptFinished, TimelineEntry } from '@yuexin/client';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { AttemptText } from './attempt-text.tsx';

/** Each call of `subscribe/send`, with what one needs for a question to WeChat. */
export function AttemptTable({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  const attempts = entries.filter((entry) => entry.kind === 'attempt-finished');
  if (attempts.length === 0)
    return <TeachingEmpty title={t('push.noAttempts')} hint={t('push.noAttemptsHint')} />;
  return (
    <ul className="rows">
      {attempts.map((attempt) => (
        <li key={attempt.id}>
          <AttemptText attempt={attempt} />
          <AttemptDetails attempt={attempt} />
        </li>
      ))}
    </ul>
  );
}

function AttemptDetails({ attempt }: { attempt: TimelineAttemptFinished }) {
  const { t } = useTranslation();
  const format = useFormat();
  const details = [
    ['errmsg', attempt.errmsg],
    ['rid', attempt.rid],
    ['msgid', attempt.msgid],
    ['httpStatus', attempt.httpStatus?.toString() ?? null],
    ['duration', attempt.durationMs === null ? null : format.span(attempt.durationMs)],
  ] as const;
  return (
    <dl className="details">
      {details.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{t(`push.attempt.${name}`)}</dt>
              <dd className="figure breakable">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
