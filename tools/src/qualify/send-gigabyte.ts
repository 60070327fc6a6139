import { request } from 'node:http';

/** Sends lines without an end to an audience, up to a gigabyte; resolves to the answer and how much had left by then. */
export function sendGigabyte(input: {
  apiUrl: string;
  key: string;
  audienceId: string;
}): Promise<{ status: number; sentMb: number }> {
  const { apiUrl, key, audienceId } = input;
  const piece = Buffer.alloc(1024 * 1024, `${'x'.repeat(99)}\n`);
  return new Promise((resolve, reject) => {
    let sentMb = 0;
    let isAnswered = false;
    const sending = request(`${apiUrl}/v1/audiences/${audienceId}/recipients`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
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
      while (!isAnswered && sentMb < 1_024) {
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
