import type { IncomingMessage } from 'node:http';

/** A header by its name in lower case, as one text. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
