import { ConnectionError } from '../errors/connection-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { YuexinError } from '../errors/yuexin-error.ts';
import type { ApiRequest } from './build-request.ts';
import { isStream } from './is-stream.ts';
import { readAnswer } from './read-answer.ts';

export type SendOnce = (
  request: ApiRequest,
  limits: { timeoutMs: number; token: string | null },
) => Promise<{ answer: unknown; headers: Headers }>;

/** One attempt: the request out, the whole answer in, within its time. */
export function createSendOnce({ fetch }: { fetch: typeof globalThis.fetch }): SendOnce {
  return async (request, { timeoutMs, token }) => {
    const { signal } = request.options;
    signal?.throwIfAborted();
    const attempt = new AbortController();
    const timeout = new TimeoutError(
      `${request.call.operationId} was not answered in ${timeoutMs} ms.`,
    );
    const timer = setTimeout(() => attempt.abort(timeout), timeoutMs);
    const leave = (): void => attempt.abort(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      const response = await fetch(request.url, {
        method: request.call.method,
        headers: {
          ...request.headers,
          ...(token !== null && { Authorization: `Bearer ${token}` }),
        },
        ...(request.body !== undefined && { body: request.body }),
        // What comes piece by piece is sent before anything is answered.
        ...(isStream(request.body) && { duplex: 'half' }),
        // The key goes to nobody but the address that was given.
        redirect: 'manual',
        signal: attempt.signal,
      });
      return { answer: await readAnswer(request.call, response), headers: response.headers };
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt.signal.aborted) throw timeout;
      throw error instanceof YuexinError ? error : notConnected(request, error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    }
  };
}

/** `fetch` says only that it failed; the reason is in its cause, where the runtime tells it. */
function notConnected({ url }: ApiRequest, error: unknown): ConnectionError {
  const { origin } = new URL(url);
  const cause = (error as { cause?: unknown } | undefined)?.cause;
  const { code, message } = (cause ?? error ?? {}) as { code?: unknown; message?: unknown };
  const why = typeof code === 'string' ? code : String(message);
  return new ConnectionError(`${origin} cannot be reached: ${why}.`, error);
}
