import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenRequest = {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
};

/** One answer; `hang` never comes, `cut` breaks the connection. */
export type ScriptedAnswer =
  | 'hang'
  | 'cut'
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string };

export type ScriptedApi = {
  url: string;
  seen: SeenRequest[];
  /** What the next requests are answered, in order; the last one goes on. */
  answer(...answers: ScriptedAnswer[]): void;
  close(): Promise<void>;
};

/** An HTTP server of a test's own that says what it is told to, and keeps what it was asked. */
export async function openScriptedApi(): Promise<ScriptedApi> {
  const seen: SeenRequest[] = [];
  let script: ScriptedAnswer[] = [{ json: {} }];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      const next = script.length > 1 ? script.shift() : script[0];
      write(response, next ?? {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: (...answers) => {
      script = answers;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function write(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === 'hang') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  const { status = 200, headers = {}, json, text } = answer;
  const all = { 'content-type': 'application/json', 'x-request-id': 'req-1', ...headers };
  // A header without a value is left out.
  response.writeHead(status, Object.fromEntries(Object.entries(all).filter(([, value]) => value)));
  response.end(text ?? JSON.stringify(json ?? {}));
}

/** A problem as the api answers it. */
export function problem(
  code: string,
  more: { status: number; retryable?: boolean; headers?: Record<string, string>; errors?: unknown },
): ScriptedAnswer {
  const { status, retryable = false, headers = {}, errors } = more;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    json: {
      ...{ type: `/problems/${code}`, title: `A ${code}`, status, detail: 'It is so.', code },
      ...{ requestId: 'req-1', retryable, ...(errors !== undefined && { errors }) },
    },
  };
}
