import type { Push, TimelineEntry } from '@yuexin/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { AttemptTable } from '../push/attempt-table.tsx';
import { EntryText } from '../push/entry-text.tsx';
import { GrantEvidence } from '../push/grant-evidence.tsx';
import { usePushStory } from '../push/use-push-story.ts';
import { WaitsFor } from '../push/waits-for.tsx';

/** What is known of an unconfirmed push, for whoever has to say what became of it. */
export function UnconfirmedEvidence({ push }: { push: Push }) {
  const { t } = useTranslation();
  const story = usePushStory(push.id);
  return (
    <Loaded query={story}>
      {({ entries }) => (
        <div className="columns">
          <Part title={t('push.attempts')}>
            <AttemptTable entries={entries} />
          </Part>
          <Part title={t('unconfirmed.events')}>
            <Events entries={entries} />
          </Part>
          <Part title={t('push.grant')}>
            <GrantEvidence entries={entries} push={push} />
          </Part>
          <Part title={t('push.waitsFor')}>
            <WaitsFor pushId={push.id} />
          </Part>
        </div>
      )}
    </Loaded>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="evidence-title">{title}</h2>
      {children}
    </section>
  );
}

/** Events of WeChat's, and changes of state: what evidence came before and did not last is among them. */
function Events({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation();
  const told = entries.filter(
    (entry) => entry.kind === 'event' || (entry.kind === 'state' && entry.evidence !== undefined),
  );
  if (told.length === 0) return <p className="quiet">{t('unconfirmed.noEvents')}</p>;
  return (
    <ul className="rows">
      {told.map((entry, index) => (
        <li key={`${entry.at} ${index}`}>
          <Instant at={entry.at} /> <EntryText entry={entry} />
        </li>
      ))}
    </ul>
  );
}
