import type { NewPush, Template } from '@yuexin/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { MessageCard } from '../../parts/message-card.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useSingleRun } from '../../parts/use-single-run.ts';
import { useMay } from '../../session/session-context.tsx';
import { useApps } from '../../session/use-apps.ts';
import { faultsByKey, pushOf, type DraftPush } from './draft-push.ts';
import { ExplanationList } from './explanation-list.tsx';
import { KeywordFields } from './keyword-fields.tsx';

const settleMs = 350;

/** A message to try the template with. What it would do is asked of the api while one types, by the checks of the real thing. */
export function TestSend({ appId, template }: { appId: string; template: Template }) {
  const { t } = useTranslation();
  const mayPush = useMay('push:write');
  const [draft, setDraft] = useState<DraftPush>({
    to: '',
    data: {},
    page: '',
    onNoGrant: 'reject',
  });
  const apps = useApps();
  const push = useMemo(
    () =>
      pushOf({
        appId,
        templateId: template.templateId,
        keys: template.keywords.map(({ key }) => key),
        draft,
      }),
    [appId, template, draft],
  );
  const explanation = useExplanation(push, mayPush && draft.to.trim() !== '');
  const faults = faultsByKey(explanation.data);
  if (!mayPush) return <p className="quiet">{t('testSend.needsScope')}</p>;
  return (
    <div className="columns">
      <Form
        layout="vertical"
        initialValues={draft}
        onValuesChange={(_, values: DraftPush) => setDraft(values)}
        requiredMark={false}
      >
        <Form.Item name="to" label={t('testSend.to')} extra={t('testSend.toHint')}>
          <Input autoComplete="off" maxLength={128} />
        </Form.Item>
        <KeywordFields template={template} faults={faults} values={draft.data} />
        <Form.Item name="page" label={t('push.page')}>
          <Input autoComplete="off" maxLength={1024} />
        </Form.Item>
        <Form.Item name="onNoGrant" label={t('push.onNoGrant')}>
          <Select
            options={(['reject', 'park', 'send-anyway'] as const).map((value) => ({
              value,
              label: t(`push.onNoGrantChoices.${value}`),
            }))}
          />
        </Form.Item>
      </Form>
      <div className="stack">
        <MessageCard
          title={template.title}
          keywords={template.keywords}
          values={Object.fromEntries(
            Object.entries(draft.data).map(([key, value]) => [key, value ?? '']),
          )}
          appName={apps.find((app) => app.appId === appId)?.name ?? appId}
          hasPage={draft.page !== undefined && draft.page !== ''}
          faults={faults}
        />
        <div aria-live="polite">
          {explanation.error !== null && <ProblemAlert error={explanation.error} />}
          {explanation.data === undefined ? (
            <p className="quiet">{t('testSend.typeFirst')}</p>
          ) : (
            <ExplanationList explanation={explanation.data} />
          )}
        </div>
        <SendButton
          push={push}
          verdict={explanation.isPlaceholderData ? undefined : explanation.data?.verdict}
        />
      </div>
    </div>
  );
}

/** Asked once the typing rests. */
function useExplanation(push: NewPush, isAsked: boolean) {
  const api = useApi();
  const [settled, setSettled] = useState(push);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(push), settleMs);
    return () => clearTimeout(timer);
  }, [push]);
  return useQuery({
    queryKey: ['explain', settled],
    queryFn: ({ signal }) => api.pushes.explain(settled, { signal }),
    enabled: isAsked,
    placeholderData: (before) => before,
    gcTime: 10_000,
  });
}

function SendButton({ push, verdict }: { push: NewPush; verdict: string | undefined }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: () => api.pushes.create(push),
    onSuccess: ({ id }) => navigate(`/pushes/${id}`),
  });
  const start = useSingleRun(() => send.mutateAsync());
  return (
    <>
      {send.error !== null && <ProblemAlert error={send.error} />}
      <Button
        type="primary"
        disabled={verdict === undefined || verdict === 'would-refuse'}
        loading={send.isPending}
        onClick={start}
      >
        {t('testSend.send')}
      </Button>
    </>
  );
}
