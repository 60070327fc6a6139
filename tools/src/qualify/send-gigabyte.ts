import { request } from 'node:http';

const LIMIT_MS = 300_000;
const MIB = 1024 * 1024;
const PIECES = 1_024;

/** What a gigabyte is made of: lines that are none, or one line without an end. */
export const gigabytes = {
  'a gigabyte of lines': Buffer.alloc(MIB, `${'x'.repeat(99)}\n`),
  'a gigabyte in one line': Buffer.alloc(MIB, 'x'),
} as const;

/**
 * Sends pieces of a mebibyte to an audience, up to a gigabyte; resolves to the answer and how much had left by then. Rejects when
 * there is none within five minutes.
 */
export function sendGigabyte(input: {
  apiUrl: string;
  key: string;
  audienceId: string;
  piece: Buffer;
}): Promise<{ status: number; sentMb: number }> {
  const { apiUrl, key, audienceId, piece } = input;
  return new Promise((resolve, reject) => {
    let sentMb = 0;
    let isAnswered = false;
    const sending = request(`${apiUrl}/v1/audiences/${audienceId}/recipients`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    sending.on('response', (response) => {
      isAnswered = true;
      response.resume();
      resolve({ status: response.statusCode ?? 0, sentMb });
      sending.destroy();
    });
    sending.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    const write = (): void => {
      while (!isAnswered && sentMb < PIECES) {
        sentMb += 1;
        if (sending.write(piece)) continue;
        sending.once('drain', write);
        return;
      }
      if (!isAnswered) sending.end();
    };
    write();
  });
}
