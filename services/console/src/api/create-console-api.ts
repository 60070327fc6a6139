import { createYuexinClient, type YuexinClient } from '@yuexin/client';

/** How the pages talk to the api: the same client that callers have, with the session's cookie instead of a key. */
export type ConsoleApi = YuexinClient;

/** Methods that change something have to prove that they come from our own pages. */
const isChange = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/**
 * The client of the pages. `csrfToken` is asked for at each call: it is another one after the session was renewed.
 * Little is repeated: a person sees the failure and decides.
 */
export function createConsoleApi(deps: {
  csrfToken: () => string | null;
  fetch?: typeof globalThis.fetch;
  origin?: string;
}): ConsoleApi {
  const ask = deps.fetch ?? ((...given: Parameters<typeof fetch>) => fetch(...given));
  return createYuexinClient({
    baseUrl: deps.origin ?? location.origin,
    attemptsMax: 2,
    timeoutMs: 20_000,
    totalTimeoutMs: 40_000,
    fetch: (input, init = {}) => {
      const headers = new Headers(init.headers);
      const token = deps.csrfToken();
      if (token !== null && isChange(init.method ?? 'GET')) headers.set('x-csrf-token', token);
      return ask(input, { ...init, headers, credentials: 'same-origin' });
    },
  });
}
