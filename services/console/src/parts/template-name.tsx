import { Link } from 'react-router';
import { useTemplate } from './use-templates.ts';

/** A template by its title, or by its id where the title is not known. */
export function TemplateName({ appId, templateId }: { appId: string; templateId: string }) {
  const template = useTemplate(appId, templateId);
  return (
    <Link to={`/templates/${appId}/${templateId}`} title={templateId}>
      {template?.title ?? `${templateId.slice(0, 10)}…`}
    </Link>
  );
}
