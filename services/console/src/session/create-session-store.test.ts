import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@yuexin/client';
import { createSessionStore } from './create-session-store.ts';
import { isAllowed, type Session } from './session.ts';

const session: Session = {
  ...{ role: 'operator', callerId: 'key_1', caller: 'freight', scopes: ['operator', 'push:read'] },
  ...{ seesAllApps: true, apps: [] },
  ...{ csrfToken: 'token-1', expiresAt: '2026-01-05T16:00:00.000Z' },
};
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function tokenRefused(): ProblemError {
  const problem = {
    ...{ type: '/problems/csrf-token-missing', title: 'Refused', status: 403, detail: 'Refused.' },
    ...{ code: 'csrf-token-missing' as const, requestId: 'r', retryable: false },
  };
  return new ProblemError({ problem, retryAfterMs: null });
}

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
    await store.check();
    expect(store.read()).toEqual({ kind: 'signed-in', session, hasEnded: true });
    store.enter({ ...session, csrfToken: 'token-2' });
    expect(store.read()).toMatchObject({ hasEnded: false });
    expect(store.session()?.csrfToken).toBe('token-2');
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
    await store.check();
    expect(store.read()).toMatchObject({ kind: 'signed-in', hasEnded: false });
  });

  it.each([
    ['while it stood', false],
    ['after it had ended', true],
  ])('that another tab replaced %s is gone on with', async (_when, hasEnded) => {
    const next = { ...session, csrfToken: 'token-2' };
    const store = createSessionStore({
      readSession: () => Promise.resolve(next),
      signOut: () => Promise.resolve(),
    });
    store.enter(session);
    if (hasEnded) store.end();
    await store.check();
    expect(store.read()).toEqual({ kind: 'signed-in', session: next, hasEnded: false });
  });

  it('that still stands is the same object to the pages', async () => {
    const store = createSessionStore({
      readSession: () => Promise.resolve({ ...session }),
      signOut: () => Promise.resolve(),
    });
    store.enter(session);
    const before = store.read();
    await store.check();
    expect(store.read()).toBe(before);
  });

  it('that was entered while one asked is not ended by the older answer', async () => {
    let answer: (session: Session | null) => void = () => undefined;
    const store = createSessionStore({
      readSession: () => new Promise((resolve) => void (answer = resolve)),
      signOut: () => Promise.resolve(),
    });
    store.enter(session);
    const checked = store.check();
    store.enter({ ...session, csrfToken: 'token-2' });
    answer(null);
    await checked;
    expect(store.read()).toMatchObject({ hasEnded: false });
  });

  it('of somebody else is told as such before any page hears of it', () => {
    const told: boolean[] = [];
    const store = createSessionStore({
      readSession: () => Promise.resolve(null),
      signOut: () => Promise.resolve(),
      entering: ({ isSomebodyElse }) => void told.push(isSomebodyElse),
    });
    store.subscribe(() => expect(told).not.toHaveLength(0));
    store.enter(session);
    store.end();
    for (const next of [
      { ...session, csrfToken: 'token-2' },
      { ...session, callerId: 'key_2' },
      { ...session, callerId: 'key_2', scopes: ['push:read'], role: 'viewer' as const },
    ])
      store.enter(next);
    expect(told).toEqual([false, false, true, true]);
  });

  it('that another tab replaced is left with its own token', async () => {
    const left: string[] = [];
    const store = createSessionStore({
      readSession: () => Promise.resolve({ ...session, csrfToken: 'token-2' }),
      signOut: (token) => {
        left.push(token);
        return token === 'token-2' ? Promise.resolve() : Promise.reject(tokenRefused());
      },
    });
    store.enter(session);
    await store.leave();
    expect(left).toEqual(['token-1', 'token-2']);
    expect(store.read()).toEqual({ kind: 'signed-out' });
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
    expect(isAllowed(session, 'queues')).toBe(true);
    expect(isAllowed({ ...session, seesAllApps: false }, 'queues')).toBe(false);
    expect(isAllowed({ ...session, scopes: ['push:read'] }, 'queues')).toBe(false);
    expect(isAllowed({ ...session, scopes: ['admin'] }, 'push:write')).toBe(true);
  });
});
