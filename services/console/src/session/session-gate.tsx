import { QueryClientProvider } from '@tanstack/react-query';
import { Modal, Spin } from 'antd';
import {
  Fragment,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ApiContext } from '../api/api-context.tsx';
import { createConsoleApi } from '../api/create-console-api.ts';
import { createQueryClient } from '../api/create-query-client.ts';
import { connection } from '../live/connection.ts';
import { attention } from '../live/create-attention.ts';
import { Unreachable } from '../shell/unreachable.tsx';
import { createSessionStore } from './create-session-store.ts';
import { KeyForm } from './key-form.tsx';
import { readSession, signOut } from './session-calls.ts';
import { SessionContext, type SessionHold } from './session-context.tsx';
import { identityOf, type Session } from './session.ts';
import { SignInPage } from './sign-in-page.tsx';
import { SsoButton } from './sso-button.tsx';

function createTools() {
  const store = createSessionStore({
    ...{ readSession, signOut },
    // What somebody else has read is not for the next to see.
    entering: ({ isSomebodyElse }) =>
      isSomebodyElse ? queries.clear() : void queries.invalidateQueries(),
  });
  const queries = createQueryClient({ signedOut: store.end, unreachable: connection.lost });
  return { store, queries, api: createConsoleApi({ ...store, attention }) };
}

/**
 * Lets nobody in without a session. One that ends while somebody works is asked for over the page: what was typed
 * and where one was stays as it is, unless somebody else signs in, who gets the page anew. Another tab may have signed in
 * meanwhile: who comes back to this one goes on with that session.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const [{ store, api, queries }] = useState(createTools);
  const state = useSyncExternalStore(store.subscribe, store.read);
  useEffect(() => {
    store.ask();
    const look = (): void => {
      if (document.visibilityState === 'visible') void store.check();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [store]);
  const session = state.kind === 'signed-in' ? state.session : null;
  const hold = useMemo(
    (): SessionHold | null =>
      session === null
        ? null
        : {
            session,
            check: store.check,
            leave: async () => {
              await store.leave();
              queries.clear();
            },
          },
    [session, store, queries],
  );

  if (state.kind === 'asking') return <Spin className="page-spin" />;
  if (state.kind === 'unreachable') return <Unreachable onRetry={store.ask} />;
  if (state.kind === 'signed-out') return <SignInPage onSignedIn={store.enter} />;
  return (
    <QueryClientProvider client={queries}>
      <ApiContext value={api}>
        <SessionContext value={hold}>
          <Fragment key={identityOf(state.session)}>{children}</Fragment>
          <SessionEnded isOpen={state.hasEnded} onSignedIn={store.enter} />
        </SessionContext>
      </ApiContext>
    </QueryClientProvider>
  );
}

function SessionEnded(props: { isOpen: boolean; onSignedIn: (session: Session) => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open={props.isOpen}
      title={t('session.ended')}
      footer={null}
      closable={false}
      keyboard={false}
      destroyOnHidden
    >
      <p>{t('session.endedHint')}</p>
      <SsoButton />
      <KeyForm onSignedIn={props.onSignedIn} />
    </Modal>
  );
}
