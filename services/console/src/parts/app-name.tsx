import { Link } from 'react-router';
import { useApps } from '../session/use-apps.ts';

/** An app by its name, its id on pointing at it. */
export function AppName({ appId }: { appId: string }) {
  const app = useApps().find((one) => one.appId === appId);
  return (
    <Link to={`/apps/${appId}`} title={appId}>
      {app === undefined || app.name === '' ? appId : app.name}
    </Link>
  );
}
