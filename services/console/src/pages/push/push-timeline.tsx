import type { TimelineEntry } from '@yuexin/client';
import { Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { EntryText } from './entry-text.tsx';

/** Everything that happened, oldest first. */
export function PushTimeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('push.timeline')}>
      <Timeline
        items={entries.map((entry, index) => ({
          key: `${entry.at} ${index}`,
          color: colorOf(entry),
          content: (
            <div className="entry">
              <time dateTime={entry.at} className="figure quiet" title={format.instant(entry.at)}>
                {format.instant(entry.at)}
              </time>
              <EntryText entry={entry} />
            </div>
          ),
        }))}
      />
    </section>
  );
}

/** The dot follows what the entry means; its words say it too. */
function colorOf(entry: TimelineEntry): string {
  if (entry.kind === 'state') return `var(--dot-${entry.to})`;
  if (entry.kind === 'attempt-finished')
    return `var(--dot-${entry.outcome === 'accepted' ? 'sent' : 'retrying'})`;
  return 'var(--dot-quiet)';
}
