import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a long text as it is read, no faster than it is taken. When reading it fails, the connection breaks off, so that nobody takes
 * a part for the whole.
 */
export function writeParts(response: ServerResponse, parts: AsyncIterable<string>): void {
  // The pipeline has destroyed the response, which is how the client hears of it.
  pipeline(Readable.from(parts), response).catch(() => undefined);
}
