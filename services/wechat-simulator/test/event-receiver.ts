import http from 'node:http';
import type { AddressInfo } from 'node:net';

type ReceivedEvent = {
  method: string;
  query: Record<string, string>;
  contentType: string;
  body: string;
};

/** What a developer's event URL would be; `answer` decides what WeChat hears. */
export async function startEventReceiver() {
  const received: ReceivedEvent[] = [];
  let answer: (event: ReceivedEvent) => { status: number; body: string } | 'silence' = () => ({
    status: 200,
    body: 'success',
  });
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const event: ReceivedEvent = {
        method: request.method ?? '',
        query: Object.fromEntries(url.searchParams),
        contentType: request.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
      };
      received.push(event);
      const given = answer(event);
      if (given === 'silence') return;
      response.writeHead(given.status).end(given.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/wechat/events`,
    received,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
export type EventReceiver = Awaited<ReturnType<typeof startEventReceiver>>;
