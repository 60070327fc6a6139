import type { Request, Response } from 'got';

const maxBytes = 2_048;

/** How an answer begins. `response` null: there was none, and `error` says why. */
export type Start = { response: Response | null; text: string; error: unknown };

/** Reads what comes first of an answer and hangs up: what it says after that, or whether it ever ends, is of no interest. */
export function readStart(stream: Request): Promise<Start> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let response: Response | null = null;
    let hasEnded = false;
    const end = (error: unknown): void => {
      if (hasEnded) return;
      hasEnded = true;
      const text = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
      // PostgreSQL stores no NUL.
      resolve({ response, text: text.replaceAll('\u0000', '\uFFFD'), error });
      stream.destroy();
    };
    stream.once('response', (answered: Response) => (response = answered));
    stream.on('data', (chunk: Buffer) => {
      if (hasEnded) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maxBytes) end(null);
    });
    stream.once('end', () => end(null));
    stream.on('error', end);
    stream.once('close', () => end(null));
  });
}
