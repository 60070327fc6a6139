import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

const bodyLimit = 1024 * 1024;

export type ReadBody =
  { kind: 'bytes'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'broken-off' };

/** WeChat answers 412 to a POST that is chunked or tells no length (facts 2.5). */
export const isWithoutLength = (request: IncomingMessage): boolean =>
  request.method === 'POST' && request.headers['content-length'] === undefined;

/** The whole body, handed over once. */
export function readRequestBody(request: IncomingMessage, done: (body: ReadBody) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let isDone = false;
  const finish = (body: ReadBody): void => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= bodyLimit) chunks.push(chunk);
    else finish({ kind: 'too-large' });
  });
  request.on('end', () => {
    const [only] = chunks;
    const bytes = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
    finish({ kind: 'bytes', bytes });
  });
  request.on('close', () => finish({ kind: 'broken-off' }));
  request.on('error', () => finish({ kind: 'broken-off' }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON object in UTF-8, or why not: 44002 empty, 47001 anything else. */
export function parseJsonBody(bytes: Buffer): Record<string, unknown> | 44002 | 47001 {
  if (bytes.length === 0) return 44002;
  if (!isUtf8(bytes)) return 47001;
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(parsed) ? parsed : 47001;
  } catch {
    // Not JSON: the refusal says so.
    return 47001;
  }
}

/** Path and search of a request's URL; the search without its question mark. */
export function splitUrl(url: string): { path: string; search: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, search: '' }
    : { path: url.slice(0, mark), search: url.slice(mark + 1) };
}
