import { createHttpSender, type HttpReply } from '../load/http-sender.ts';

export type Poster = {
  /** @throws Error for another status than was expected. */
  post(path: string, key: string, body: unknown, headers?: readonly string[]): Promise<HttpReply>;
  /** Whatever the answer is. */
  try(path: string, key: string, body: unknown): Promise<HttpReply>;
  close(): void;
};

/** JSON to the api over so many connections. */
export function createPoster(input: { apiUrl: string; connections: number }): Poster {
  const sender = createHttpSender({ origin: input.apiUrl, connections: input.connections });
  const send = (path: string, key: string, body: unknown, more: readonly string[] = []) =>
    sender.send({
      method: 'POST',
      path,
      headers: [`Authorization: Bearer ${key}`, 'Content-Type: application/json', ...more],
      body: JSON.stringify(body),
    });
  return {
    async post(path, key, body, headers) {
      const reply = await send(path, key, body, headers);
      if (reply.status >= 200 && reply.status < 300) return reply;
      throw new Error(`${path} answered ${String(reply.status)}: ${reply.body.toString('utf8')}`);
    },
    try: (path, key, body) => send(path, key, body),
    close: () => sender.close(),
  };
}
