import { createAudienceExtras, type AudienceExtras } from './audience-calls.ts';
import { bindCalls } from './calls/bind-calls.ts';
import { createSendOnce } from './calls/send-once.ts';
import { createSend } from './calls/send-with-retries.ts';
import { waitUnlessAborted } from './calls/wait-unless-aborted.ts';
import type { ClientOptions } from './client-options.ts';
import type { ApiCalls } from './generated/api-calls.ts';
import { createReplayCalls, type ReplayCalls } from './replay-calls.ts';
import { createWaitForEnd, type WaitForEnd } from './wait-for-end.ts';

/** Every call of the api by its group, and what is put together from several. */
export type YuexinClient = Omit<ApiCalls, 'pushes' | 'deadLetters' | 'audiences'> & {
  pushes: ApiCalls['pushes'] & { waitForEnd: WaitForEnd };
  deadLetters: ApiCalls['deadLetters'] & ReplayCalls;
  audiences: ApiCalls['audiences'] & AudienceExtras;
};

/**
 * A client of Yuexin's api, for Node.js 20 and edge runtimes: it needs `fetch` and WebCrypto, no more.
 * Calls resolve to the answer, or reject with a YuexinError: a ProblemError when the api said no, ConnectionError or
 * TimeoutError when no answer came. What can be repeated safely is repeated by itself; creates carry an idempotency
 * key, so that a push is never made twice. Throws TypeError for a `baseUrl` that is none.
 */
export function createYuexinClient(options: ClientOptions): YuexinClient {
  const { apiKey, timeoutMs = 30_000, totalTimeoutMs = 90_000, attemptsMax = 6 } = options;
  const nowMs = (): number => performance.now();
  const send = createSend({
    sendOnce: createSendOnce({ fetch: options.fetch ?? ((...given) => fetch(...given)) }),
    apiKey: async () => (typeof apiKey === 'function' ? await apiKey() : (apiKey ?? null)),
    limits: { timeoutMs, totalTimeoutMs, attemptsMax },
    nowMs,
    wait: waitUnlessAborted,
    random: Math.random,
  });
  const calls = bindCalls({ baseUrl: readBaseUrl(options.baseUrl), send });
  return {
    ...calls,
    pushes: { ...calls.pushes, waitForEnd: createWaitForEnd({ get: calls.pushes.get, nowMs }) },
    audiences: { ...calls.audiences, ...createAudienceExtras(calls.audiences) },
    deadLetters: { ...calls.deadLetters, ...createReplayCalls(calls.deadLetters) },
  };
}

function readBaseUrl(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new TypeError(
      `baseUrl must be an address such as https://yuexin.example.com, not ${text}`,
    );
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
