import type { Session } from './session.ts';

/** `ended`: it was there, and the page below is kept until somebody signs in again. */
export type SessionState =
  | { kind: 'asking' }
  | { kind: 'unreachable' }
  | { kind: 'signed-out' }
  | { kind: 'signed-in'; session: Session; hasEnded: boolean };

export type SessionStore = {
  read: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  /** Undefined until somebody is signed in. */
  csrfToken: () => string | null;
  /** Asks the api who is signed in. May be called again when it could not be reached. */
  ask: () => void;
  /** Asks whether the session still holds; what cannot be asked changes nothing. */
  check: () => void;
  enter: (session: Session) => void;
  /** The api said that there is no session any more. */
  end: () => void;
  leave: () => Promise<void>;
};

/** Who is signed in, in one place. */
export function createSessionStore(calls: {
  readSession: () => Promise<Session | null>;
  signOut: (csrfToken: string) => Promise<void>;
}): SessionStore {
  let state: SessionState = { kind: 'asking' };
  const listeners = new Set<() => void>();
  const set = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const csrfToken = (): string | null =>
    state.kind === 'signed-in' ? state.session.csrfToken : null;
  const enter = (session: Session): void => set({ kind: 'signed-in', session, hasEnded: false });
  const end = (): void => {
    if (state.kind === 'signed-in') set({ ...state, hasEnded: true });
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    csrfToken,
    enter,
    end,
    ask: () => {
      calls.readSession().then(
        (session) => (session === null ? set({ kind: 'signed-out' }) : enter(session)),
        () => set({ kind: 'unreachable' }),
      );
    },
    check: () => {
      calls.readSession().then(
        (session) => (session === null ? end() : undefined),
        // Not there: the banner says so, and the stream tries on.
        () => undefined,
      );
    },
    leave: async () => {
      await calls.signOut(csrfToken() ?? '');
      set({ kind: 'signed-out' });
    },
  };
}
