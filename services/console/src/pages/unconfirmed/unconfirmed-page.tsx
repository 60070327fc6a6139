import type { Push } from '@yuexin/client';
import { Button, Card, Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ActDialog } from '../../parts/act-dialog.tsx';
import { AppSelect } from '../../parts/app-select.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { MoreButton, NothingYet } from '../../parts/more-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ReasonText } from '../../parts/reason-text.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { useAct } from '../../parts/use-act.ts';
import { useList } from '../../parts/use-list.ts';
import { useMay } from '../../session/session-context.tsx';
import { useVerdicts } from '../push/use-verdicts.tsx';
import { UnconfirmedEvidence } from './unconfirmed-evidence.tsx';

/** Pushes whose answer was lost: nobody knows, and here somebody who does says so. */
export function UnconfirmedPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const appId = params.get('appId') ?? undefined;
  const list = useList(
    ['pushes', 'unconfirmed', appId],
    (cursor) =>
      api.pushes.list({
        state: 'unconfirmed',
        ...(appId !== undefined && { appId }),
        ...(cursor !== undefined && { cursor }),
      }),
    { refetchIntervalMs: 5_000 },
  );
  return (
    <>
      <PageHead
        title={t('navigation.unconfirmed')}
        hint={t('unconfirmed.hint')}
        extra={
          <AppSelect
            allowsAll
            value={appId}
            onChange={(next) => setParams(next === undefined ? {} : { appId: next })}
          />
        }
      />
      <Loaded query={list as Parameters<typeof Loaded<Push[]>>[0]['query']}>
        {(pushes) =>
          pushes.length === 0 && list.hasMore ? (
            <NothingYet isLooking={list.isLooking} />
          ) : pushes.length === 0 ? (
            <TeachingEmpty title={t('unconfirmed.none')} hint={t('unconfirmed.noneHint')} />
          ) : (
            <ul className="rows cards">
              {pushes.map((push) => (
                <UnconfirmedRow key={push.id} push={push} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton list={list} />
    </>
  );
}

function UnconfirmedRow({ push }: { push: Push }) {
  const { t } = useTranslation();
  const mayJudge = useMay('operator');
  const verdicts = useVerdicts(push);
  const { act, ask, close } = useAct();
  const text = Object.values(push.data)
    .map(({ value }) => value)
    .join(' · ');
  return (
    <li>
      <Card size="small">
        <div className="group">
          <div className="grow">
            <p>
              <Link to={`/pushes/${push.id}`}>{text}</Link>
            </p>
            <p className="quiet">
              <TemplateName appId={push.appId} templateId={push.templateId} /> ·{' '}
              <span className="figure">{push.to.phoneMasked ?? push.to.openid}</span> ·{' '}
              {t('unconfirmed.since')}{' '}
              <Instant at={push.lastAttempt?.at ?? push.updatedAt} isRelative /> ·{' '}
              {t('unconfirmed.ends')} <Instant at={push.expiresAt} isRelative />
            </p>
            <p>
              <ToneTag tone={push.onUnconfirmed === 'hold' ? 'warn' : 'calm'}>
                {t(`push.onUnconfirmedChoices.${push.onUnconfirmed}`)}
              </ToneTag>{' '}
              <span className="quiet">{t(`unconfirmed.policy.${push.onUnconfirmed}`)}</span>
            </p>
            {push.reason !== undefined && (
              <p className="quiet">
                <ReasonText reason={push.reason} />
              </p>
            )}
          </div>
          {mayJudge && (
            <div className="group-acts">
              {verdicts.map((verdict) => (
                <Button
                  key={verdict.title}
                  size="small"
                  danger={verdict.isDestructive === true}
                  onClick={() => ask(verdict)}
                >
                  {verdict.title}
                </Button>
              ))}
            </div>
          )}
        </div>
        <Collapse
          ghost
          size="small"
          destroyOnHidden
          items={[
            {
              key: 'evidence',
              label: t('unconfirmed.evidence'),
              children: <UnconfirmedEvidence push={push} />,
            },
          ]}
        />
      </Card>
      <ActDialog act={act} onClose={close} />
    </li>
  );
}
