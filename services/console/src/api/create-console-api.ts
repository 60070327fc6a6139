import { createYuexinClient, type YuexinClient } from '@yuexin/client';
import type { Attention } from '../live/create-attention.ts';
import { isSamePerson } from '../session/session.ts';
import type { SessionStore } from '../session/create-session-store.ts';

/** How the pages talk to the api: the same client that callers have, with the session's cookie instead of a key. */
export type ConsoleApi = YuexinClient;

/** Methods that change something have to prove that they come from our own pages. */
const isChange = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/**
 * The client of the pages. The session is asked for at each call: its token is another one after somebody signed in anew.
 * Where another tab did so, a change is refused; it is then repeated once with that session's token, if it is the same person's:
 * nothing is done in the name of somebody who did not press the button. Little else is repeated: a person sees the
 * failure and decides.
 */
export function createConsoleApi(
  deps: Pick<SessionStore, 'session' | 'check'> & {
    attention: Attention;
    fetch?: typeof globalThis.fetch;
    origin?: string;
  },
): ConsoleApi {
  const ask = deps.fetch ?? ((...given: Parameters<typeof fetch>) => fetch(...given));
  return createYuexinClient({
    baseUrl: deps.origin ?? location.origin,
    attemptsMax: 2,
    timeoutMs: 20_000,
    totalTimeoutMs: 40_000,
    fetch: async (input, init = {}) => {
      const send = (csrfToken: string | undefined): Promise<Response> => {
        const headers = new Headers(init.headers);
        if (csrfToken !== undefined && isChange(init.method ?? 'GET'))
          headers.set('x-csrf-token', csrfToken);
        // Nobody is at the page: what it reads by itself does not keep the session alive.
        if (!deps.attention.isAttended()) headers.set('x-unattended', '1');
        return ask(input, { ...init, headers, credentials: 'same-origin' });
      };
      const before = deps.session();
      const response = await send(before?.csrfToken);
      if (before === null || !(await isTokenRefused(response))) return response;
      await deps.check();
      const now = deps.session();
      const isRenewed = now !== null && now.csrfToken !== before.csrfToken;
      return isRenewed && isSamePerson(before, now) ? send(now.csrfToken) : response;
    },
  });
}

async function isTokenRefused(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  try {
    const { code } = (await response.clone().json()) as { code?: unknown };
    return code === 'csrf-token-missing';
  } catch {
    // A proxy's page: what it refuses is not ours to repeat.
    return false;
  }
}
