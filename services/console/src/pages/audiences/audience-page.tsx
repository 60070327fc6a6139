import type { Audience } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { AudienceActs } from './audience-acts.tsx';
import { AudienceFigures } from './audience-figures.tsx';
import { AudienceMessage } from './audience-message.tsx';
import { AudienceOutcome } from './audience-outcome.tsx';
import { AudienceStateTag } from './audience-state-tag.tsx';
import { BringRecipients } from './bring-recipients.tsx';
import { HoldUp } from './hold-up.tsx';
import { LeftOut } from './left-out.tsx';
import { pollEvery } from '../../parts/poll-every.ts';

const atWorkMs = 1_000;
const restingMs = 10_000;

/** One message to many: what it says, how far it is, what holds it up, and whom it left out. */
export function AudiencePage() {
  const { t } = useTranslation();
  const api = useApi();
  const { id = '' } = useParams();
  const audience = useQuery({
    queryKey: ['audience', id],
    queryFn: () => api.audiences.get(id),
    refetchInterval: pollEvery<Audience>((data) =>
      data !== undefined && isAtWork(data) ? atWorkMs : restingMs,
    ),
  });
  return (
    <>
      <PageHead
        title={audience.data?.name ?? t('audiences.title')}
        hint={<ShortId id={id} />}
        extra={audience.data !== undefined && <AudienceActs audience={audience.data} />}
      />
      <Loaded query={audience}>{(data) => <Story audience={data} />}</Loaded>
      <p>
        <Link to="/audiences">{t('audiences.back')}</Link>
      </p>
    </>
  );
}

const isAtWork = ({ state }: Audience): boolean => state === 'running' || state === 'collecting';

function Story({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="push-state" aria-live="polite">
        <AudienceStateTag audience={audience} />
      </p>
      <HoldUp audience={audience} />
      {audience.state === 'open' && <BringRecipients audience={audience} />}
      <div className="columns columns-message">
        <Card title={<h2>{t('push.message')}</h2>}>
          <AudienceMessage audience={audience} />
        </Card>
        <Card title={<h2>{t('audiences.progress')}</h2>}>
          <AudienceFigures audience={audience} />
        </Card>
      </div>
      <AudienceOutcome audience={audience} />
      <LeftOut audience={audience} />
    </>
  );
}
