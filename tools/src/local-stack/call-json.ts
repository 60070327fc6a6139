import { AppError } from '@yuexin/errors';

/**
 * One HTTP call in the demo, the seed and the tests: JSON in, JSON out.
 * @throws AppError `unavailable` with the answer's text for any status but 2xx.
 */
export async function callJson<T>(
  url: string,
  options: { method?: string; key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<T> {
  const answer = await fetch(url, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...(options.key !== undefined && { authorization: `Bearer ${options.key}` }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new AppError('unavailable', {
      message: `${options.method ?? 'call of'} ${url} answered ${String(answer.status)}: ${text.slice(0, 2_000)}`,
      details: { status: answer.status },
    });
  }
  return (text === '' ? null : JSON.parse(text)) as T;
}
