import { useTemplate } from './use-templates.ts';
import { PageLink } from './page-link.tsx';

/** A template by its title, or by its id where the title is not known. */
export function TemplateName({ appId, templateId }: { appId: string; templateId: string }) {
  const template = useTemplate(appId, templateId);
  return (
    <PageLink to={`/templates/${appId}/${templateId}`} title={templateId}>
      {template?.title ?? `${templateId.slice(0, 10)}…`}
    </PageLink>
  );
}
