import { useSearchParams } from 'react-router';
import { useApps } from '../session/use-apps.ts';

/** The app that the address names, else the first one; undefined when there is none at all. */
export function useChosenApp(): [string | undefined, (appId: string | undefined) => void] {
  const [params, setParams] = useSearchParams();
  const apps = useApps();
  const appId = params.get('appId') ?? apps[0]?.appId;
  const choose = (next: string | undefined): void =>
    setParams((now) => {
      if (next === undefined) now.delete('appId');
      else now.set('appId', next);
      return now;
    });
  return [appId, choose];
}
