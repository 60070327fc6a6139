import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ReasonText } from '../../parts/reason-text.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { GrantEvidence } from './grant-evidence.tsx';
import { PushActs } from './push-acts.tsx';
import { PushFacts } from './push-facts.tsx';
import { PushMessage } from './push-message.tsx';
import { PushTimeline } from './push-timeline.tsx';
import { usePushStory, type PushStory } from './use-push-story.ts';
import { WaitsFor } from './waits-for.tsx';

/** One push: what the user sees, why it is where it is, and what a button would do. */
export function PushPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const story = usePushStory(id);
  return (
    <>
      <PageHead
        title={t('push.title')}
        hint={<ShortId id={id} />}
        extra={story.data !== undefined && <PushActs push={story.data.push} />}
      />
      <Loaded query={story}>{(data) => <Story {...data} />}</Loaded>
    </>
  );
}

function Story({ push, entries }: PushStory) {
  const { t } = useTranslation();
  return (
    <>
      <p className="push-state" aria-live="polite">
        <StateTag state={push.state} delivery={push.delivery} />
        {push.reason !== undefined && <ReasonText reason={push.reason} />}
        {push.heldUntil !== undefined && (
          <span>
            {t('push.heldUntil')} <Instant at={push.heldUntil} />
          </span>
        )}
      </p>
      <div className="columns columns-message">
        <Card title={<h2>{t('push.message')}</h2>}>
          <PushMessage push={push} />
        </Card>
        <Card title={<h2>{t('push.request')}</h2>}>
          <PushFacts push={push} />
        </Card>
      </div>
      <div className="columns">
        <Card title={<h2>{t('push.timeline')}</h2>}>
          <PushTimeline entries={entries} />
        </Card>
        <div className="stack">
          {push.state === 'unconfirmed' && (
            <Card title={<h2>{t('push.waitsFor')}</h2>}>
              <WaitsFor pushId={push.id} />
            </Card>
          )}
          <Card title={<h2>{t('push.grant')}</h2>}>
            <GrantEvidence entries={entries} push={push} />
          </Card>
          <Card title={<h2>{t('push.attempts')}</h2>}>
            <AttemptTable entries={entries} />
          </Card>
        </div>
      </div>
    </>
  );
}
