import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to WeChat on which everything said in both directions is kept. */
export type ListeningDoor = { url: string; heard: () => string; close(): Promise<void> };

/** Hands requests on to `target()`. */
export async function openListeningDoor(target: () => string): Promise<ListeningDoor> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = 'GET', url = '/' } = request;
      heard.push(url, body.toString('utf8'));
      const isEmpty = body.length === 0;
      fetch(target() + url, { method, ...(!isEmpty && { body }) })
        .then(async (answer) => {
          const text = await answer.text();
          heard.push(text);
          response.writeHead(answer.status, {
            'content-type': answer.headers.get('content-type') ?? 'text/plain',
            'content-length': Buffer.byteLength(text),
          });
          response.end(text);
        })
        .catch(() => response.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    heard: () => heard.join('\n'),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
