import type { Push, Template } from '@yuexin/client';
import { MessageCard } from '../../parts/message-card.tsx';
import { useTemplate } from '../../parts/use-templates.ts';
import { useApps } from '../../session/use-apps.ts';

/** The message of a push as the phone shows it; without its template the keywords stand for their labels. */
export function PushMessage({ push }: { push: Push }) {
  const template = useTemplate(push.appId, push.templateId);
  const apps = useApps();
  const name = apps.find(({ appId }) => appId === push.appId)?.name;
  return (
    <MessageCard
      title={template?.title ?? push.templateId}
      keywords={template?.keywords ?? keywordsOf(push)}
      values={Object.fromEntries(Object.entries(push.data).map(([key, { value }]) => [key, value]))}
      appName={name === undefined || name === '' ? push.appId : name}
      hasPage={push.page !== null}
    />
  );
}

const keywordsOf = ({ data }: Push): Template['keywords'] =>
  Object.keys(data).map((key) => ({ key, type: key, label: key }));
