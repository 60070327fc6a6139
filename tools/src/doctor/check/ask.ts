import { isNativeError } from 'node:util/types';
import type { Answer } from '../judge/judge-answer.ts';

const patienceMs = 5_000;
const bodyMax = 10_000;

/** One GET without the credentials that the URL may hold, no redirects followed. Resolves in any case. */
export async function ask(url: string): Promise<Answer> {
  const startedAt = Date.now();
  const startedMs = performance.now();
  try {
    const response = await fetch(withoutCredentials(url), {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const tookMs = performance.now() - startedMs;
    const body = (await response.text()).slice(0, bodyMax);
    const date = Date.parse(response.headers.get('date') ?? '');
    const clockAheadMs = Number.isNaN(date) ? null : aheadOf(date, startedAt + tookMs / 2);
    return { status: response.status, body, clockAheadMs, tookMs };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** A date of whole seconds is right for all of that second. */
function aheadOf(dateMs: number, ownMs: number): number {
  if (ownMs >= dateMs && ownMs < dateMs + 1_000) return 0;
  return ownMs < dateMs ? dateMs - ownMs : dateMs + 1_000 - ownMs;
}

/** `fetch` says only that it failed; its cause says why. */
function problemOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing came within ${patienceMs / 1000} s`;
  const { cause } = error;
  if (!isNativeError(cause)) return error.message;
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' ? code : cause.message;
}

/** `fetch` takes none, and whoever only answers needs none. */
function withoutCredentials(text: string): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url;
}
