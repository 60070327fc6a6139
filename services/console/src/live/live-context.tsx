import type { Alarm, Stats } from '@yuexin/client';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useSession } from '../session/session-context.tsx';
import { connection } from './connection.ts';
import { openLiveStream } from './open-live-stream.ts';

export type Live = {
  stats: Stats | null;
  alarms: readonly Alarm[] | null;
};

const LiveContext = createContext<Live>({ stats: null, alarms: null });

/** What the api said last: figures every two seconds, alarms when they change. */
export const useLive = (): Live => useContext(LiveContext);

/** One stream for the whole console, whatever page is open. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { check, session } = useSession();
  const [live, setLive] = useState<Live>({ stats: null, alarms: null });
  const [opened, setOpened] = useState(0);
  const isShown = useIsShown();
  useEffect(() => {
    // A browser that knows is sooner than a stream that waits.
    const reopen = (): void => setOpened((count) => count + 1);
    window.addEventListener('offline', connection.lost);
    window.addEventListener('online', reopen);
    return () => {
      window.removeEventListener('offline', connection.lost);
      window.removeEventListener('online', reopen);
    };
  }, []);
  useEffect(() => {
    // A browser has six connections to a host, for all of its tabs: one that nobody looks at keeps none.
    if (!isShown) return;
    const stream = openLiveStream({
      url: '/v1/console/live',
      onOpen: () => {
        if (connection.read() === 'connected') return;
        connection.found();
        // What was missed meanwhile; another tab may have signed in.
        void queries.invalidateQueries();
        void check();
      },
      onBeat: connection.blind,
      onLost: () => {
        connection.lost();
        // Tells a session that has ended from an api that is away.
        void check();
      },
      onEvent: ({ type, data }) => {
        const was = connection.read();
        // A call that failed late must not keep the banner up while the stream goes on.
        if (was === 'blind' || navigator.onLine) connection.found();
        if (was === 'blind') void queries.invalidateQueries();
        if (type === 'stats') setLive((now) => ({ ...now, stats: data as Stats }));
        else setLive((now) => ({ ...now, alarms: readAlarms(data) }));
      },
    });
    return () => stream.close();
    // Who has just signed in again does not wait for the next try.
  }, [queries, check, opened, isShown, session.csrfToken]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useIsShown(): boolean {
  return useSyncExternalStore(watchShown, () => document.visibilityState === 'visible');
}

function watchShown(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}

function readAlarms(data: unknown): readonly Alarm[] {
  if (Array.isArray(data)) return data as Alarm[];
  return (data as { data?: Alarm[] }).data ?? [];
}
