import { describe, expect, it } from '@jest/globals';
import { createSessionStore } from '../session/create-session-store.ts';
import type { Session } from '../session/session.ts';
import { createConsoleApi } from './create-console-api.ts';

const session: Session = {
  ...{ role: 'operator', callerId: 'key_1', caller: 'freight', scopes: ['operator'] },
  ...{ seesAllApps: true, apps: [], csrfToken: 'old', expiresAt: '2026-01-05T16:00:00.000Z' },
};
const problem = (status: number, code: string): Response =>
  Response.json(
    {
      ...{ type: `/problems/${code}`, title: 'Refused', status, detail: 'Refused.', code },
      ...{ requestId: 'r', retryable: false },
    },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

/** A browser whose cookie is `now`’s while the page still holds another; what was sent, and with which token. */
function openPage(
  now: Session | null,
  answer?: (token: string | null) => Response,
  isAttended = true,
) {
  const sent: (string | null)[] = [];
  const unattended: boolean[] = [];
  const store = createSessionStore({
    readSession: () => Promise.resolve(now),
    signOut: () => Promise.resolve(),
  });
  store.enter(session);
  const api = createConsoleApi({
    ...store,
    attention: { isAttended: () => isAttended },
    origin: 'http://console.test',
    fetch: (_input, init) => {
      const headers = new Headers(init?.headers);
      unattended.push(headers.has('x-unattended'));
      const token = headers.get('x-csrf-token');
      sent.push(token);
      const isRight = token === now?.csrfToken;
      const right = answer?.(token) ?? new Response(null, { status: 204 });
      return Promise.resolve(isRight ? right : problem(403, 'csrf-token-missing'));
    },
  });
  return { sent, unattended, store, change: () => api.apiKeys.revoke('key_2') };
}

describe('a change', () => {
  it('that another tab’s sign-in made refusable is repeated once with the token of now', async () => {
    const { sent, store, change } = openPage({ ...session, csrfToken: 'new' });
    await change();
    expect(sent).toEqual(['old', 'new']);
    expect(store.session()?.csrfToken).toBe('new');
  });

  it('is not repeated in the name of somebody else, who is signed in from then on', async () => {
    const other = { ...session, callerId: 'key_2', csrfToken: 'new' };
    const { sent, store, change } = openPage(other);
    await expect(change()).rejects.toMatchObject({ status: 403 });
    expect(sent).toEqual(['old']);
    expect(store.session()).toBe(other);
  });

  it('whose token is refused though it is the session’s is not repeated', async () => {
    const { sent, change } = openPage(session, () => problem(403, 'csrf-token-missing'));
    await expect(change()).rejects.toMatchObject({ status: 403 });
    expect(sent).toEqual(['old']);
  });

  it('that the key may not do is not repeated', async () => {
    const { sent, change } = openPage(session, () => problem(403, 'forbidden'));
    await expect(change()).rejects.toMatchObject({ status: 403 });
    expect(sent).toEqual(['old']);
  });
});

describe('a call', () => {
  it.each([true, false])('of a page where somebody is (%p) says so', async (isAttended) => {
    const { unattended, change } = openPage(session, undefined, isAttended);
    await change();
    expect(unattended).toEqual([!isAttended]);
  });
});
