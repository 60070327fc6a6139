import { QueryClientProvider } from '@tanstack/react-query';
import { Modal, Spin } from 'antd';
import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiContext } from '../api/api-context.tsx';
import { createConsoleApi } from '../api/create-console-api.ts';
import { createQueryClient } from '../api/create-query-client.ts';
import { connection } from '../live/connection.ts';
import { Unreachable } from '../shell/unreachable.tsx';
import { createSessionStore } from './create-session-store.ts';
import { KeyForm } from './key-form.tsx';
import { readSession, signOut } from './session-calls.ts';
import { SessionContext, type SessionHold } from './session-context.tsx';
import type { Session } from './session.ts';
import { SignInPage } from './sign-in-page.tsx';
import { SsoButton } from './sso-button.tsx';

function createTools() {
  const store = createSessionStore({ readSession, signOut });
  return {
    store,
    api: createConsoleApi({ csrfToken: store.csrfToken }),
    queries: createQueryClient({ signedOut: store.end, unreachable: connection.lost }),
  };
}

/**
 * Lets nobody in without a session. One that ends while somebody works is asked for over the page: what was typed
 * and where one was stays as it is.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const [{ store, api, queries }] = useState(createTools);
  const state = useSyncExternalStore(store.subscribe, store.read);
  useEffect(() => store.ask(), [store]);
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
  const enter = (next: Session): void => {
    store.enter(next);
    void queries.invalidateQueries();
  };

  if (state.kind === 'asking') return <Spin className="page-spin" />;
  if (state.kind === 'unreachable') return <Unreachable onRetry={store.ask} />;
  if (state.kind === 'signed-out') return <SignInPage onSignedIn={enter} />;
  return (
    <QueryClientProvider client={queries}>
      <ApiContext value={api}>
        <SessionContext value={hold}>
          {children}
          <SessionEnded isOpen={state.hasEnded} onSignedIn={enter} />
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
