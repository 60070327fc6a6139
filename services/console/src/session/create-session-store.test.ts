import { describe, expect, it } from '@jest/globals';
import { createSessionStore } from './create-session-store.ts';
import { isAllowed, type Session } from './session.ts';

const session: Session = {
  ...{ role: 'operator', caller: 'freight', scopes: ['operator', 'push:read'], apps: [] },
  ...{ csrfToken: 'token-1', expiresAt: '2026-01-05T16:00:00.000Z' },
};
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('the session', () => {
  it('that ends keeps what is below it, and goes on with the next one’s token', async () => {
    let answer: Session | null = session;
    const store = createSessionStore({
      readSession: () => Promise.resolve(answer),
      signOut: () => Promise.resolve(),
    });
    store.ask();
    await settled();
    answer = null;
    store.check();
    await settled();
    expect(store.read()).toEqual({ kind: 'signed-in', session, hasEnded: true });
    store.enter({ ...session, csrfToken: 'token-2' });
    expect(store.read()).toMatchObject({ hasEnded: false });
    expect(store.csrfToken()).toBe('token-2');
  });

  it('that cannot be asked about has not ended', async () => {
    let isAway = false;
    const store = createSessionStore({
      readSession: () =>
        isAway ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(session),
      signOut: () => Promise.resolve(),
    });
    store.ask();
    await settled();
    isAway = true;
    store.check();
    await settled();
    expect(store.read()).toMatchObject({ kind: 'signed-in', hasEnded: false });
  });

  it('is left at the api first, with its token', async () => {
    const left: string[] = [];
    const store = createSessionStore({
      readSession: () => Promise.resolve(session),
      signOut: (token) => Promise.resolve(void left.push(token)),
    });
    store.enter(session);
    await store.leave();
    expect(left).toEqual(['token-1']);
    expect(store.read()).toEqual({ kind: 'signed-out' });
  });

  it('shows a button to those whose key allows it, and everything to admin', () => {
    expect(isAllowed(session, 'operator')).toBe(true);
    expect(isAllowed(session, 'admin')).toBe(false);
    expect(isAllowed({ scopes: ['admin'] }, 'push:write')).toBe(true);
  });
});
