import type { Audience, Push } from '@yuexin/client';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { MessageCard } from '../../parts/message-card.tsx';
import { useTemplate } from '../../parts/use-templates.ts';
import { useApps } from '../../session/use-apps.ts';

/** The message as a recipient's phone shows it; while nobody has one yet, with its places. */
export function AudienceMessage({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const { appId, templateId, message } = audience;
  const template = useTemplate(appId, templateId);
  const apps = useApps();
  const first = useFirstPush(audience);
  const name = apps.find((app) => app.appId === appId)?.name ?? '';
  const data = first?.push.data ?? message.data;
  return (
    <>
      <MessageCard
        title={template?.title ?? templateId}
        keywords={
          template?.keywords ?? Object.keys(data).map((key) => ({ key, type: key, label: key }))
        }
        values={Object.fromEntries(Object.entries(data).map(([key, { value }]) => [key, value]))}
        appName={name === '' ? appId : name}
        hasPage={message.page !== null}
      />
      <p className="quiet">
        {first === undefined ? (
          t('audiences.withPlaces')
        ) : (
          <Link to={`/pushes/${first.push.id}`}>{t('audiences.ofLine', { line: first.line })}</Link>
        )}
      </p>
    </>
  );
}

/** The push of the first recipient who has one: variables are in no other answer. It is asked for once. */
function useFirstPush({ id, progress }: Audience): { line: number; push: Push } | undefined {
  const api = useApi();
  const query = useQuery({
    queryKey: ['audience', id, 'first-push'],
    queryFn: async () => {
      const { data } = await api.audiences
        .listRecipients(id, { state: 'accepted', limit: 1 })
        .firstPage();
      const [recipient] = data;
      if (recipient?.push?.state === undefined || recipient.push.state === null) return null;
      return { line: recipient.line, push: await api.pushes.get(recipient.push.id) };
    },
    enabled: progress.accepted > 0,
    staleTime: Infinity,
  });
  return query.data ?? undefined;
}
