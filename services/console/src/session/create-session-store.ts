import { ProblemError } from '@yuexin/client';
import { isSamePerson, type Session } from './session.ts';

/** `ended`: it was there, and the page below is kept until somebody signs in again. */
export type SessionState =
  | { kind: 'asking' }
  | { kind: 'unreachable' }
  | { kind: 'signed-out' }
  | { kind: 'signed-in'; session: Session; hasEnded: boolean };

export type SessionStore = {
  read: () => SessionState;
  subscribe: (listener: () => void) => () => void;
  /** Null until somebody is signed in. */
  session: () => Session | null;
  /** Asks the api who is signed in. May be called again when it could not be reached. */
  ask: () => void;
  /**
   * Asks which session this browser has, and goes on with it: it has ended, or another tab signed in and this one's token
   * is worth nothing. What cannot be asked changes nothing. Never rejects.
   */
  check: () => Promise<void>;
  enter: (session: Session) => void;
  /** The api said that there is no session any more. */
  end: () => void;
  leave: () => Promise<void>;
};

export type SessionStoreDeps = {
  readSession: () => Promise<Session | null>;
  signOut: (csrfToken: string) => Promise<void>;
  /** Before anybody is told of a session: whatever the pages hold is somebody else's, or may be old. */
  entering?: (of: { isSomebodyElse: boolean }) => void;
};

/** Who is signed in, in one place. */
export function createSessionStore(deps: SessionStoreDeps): SessionStore {
  const { readSession, signOut, entering } = deps;
  let state: SessionState = { kind: 'asking' };
  const listeners = new Set<() => void>();
  const set = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const session = (): Session | null => (state.kind === 'signed-in' ? state.session : null);
  const csrfToken = (): string | null => session()?.csrfToken ?? null;
  const enter = (next: Session): void => {
    const before = session();
    entering?.({ isSomebodyElse: before !== null && !isSamePerson(before, next) });
    set({ kind: 'signed-in', session: next, hasEnded: false });
  };
  const end = (): void => {
    if (state.kind === 'signed-in') set({ ...state, hasEnded: true });
  };
  const check = async (): Promise<void> => {
    const before = csrfToken();
    try {
      const next = await readSession();
      // Somebody signed in or out here meanwhile: that is newer than this answer.
      if (csrfToken() !== before) return;
      const hasEnded = state.kind === 'signed-in' && state.hasEnded;
      if (next === null) end();
      else if (next.csrfToken !== before || hasEnded) enter(next);
    } catch {
      // Not there: the banner says so, and the stream tries on.
    }
  };
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ...{ session, check, enter, end },
    ask: () => {
      readSession().then(
        (next) => (next === null ? set({ kind: 'signed-out' }) : enter(next)),
        () => set({ kind: 'unreachable' }),
      );
    },
    leave: async () => {
      try {
        await signOut(csrfToken() ?? '');
      } catch (error) {
        if (!isTokenRefused(error)) throw error;
        await check();
        await signOut(csrfToken() ?? '');
      }
      set({ kind: 'signed-out' });
    },
  };
}

const isTokenRefused = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'csrf-token-missing';
