import { useApps } from '../session/use-apps.ts';
import { PageLink } from './page-link.tsx';

/** An app by its name, its id on pointing at it; a link for who may open its page. */
export function AppName({ appId }: { appId: string }) {
  const app = useApps().find((one) => one.appId === appId);
  return (
    <PageLink to={`/apps/${appId}`} title={appId}>
      {app === undefined || app.name === '' ? appId : app.name}
    </PageLink>
  );
}
