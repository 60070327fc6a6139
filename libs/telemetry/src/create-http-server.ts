import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** `fault`: what is wrong with the request, for the list of problems. */
type Refusal = { status: number; reason: string; message: string; fault: string };

const byCode: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    ...{ status: 431, reason: 'Request Header Fields Too Large' },
    message: 'The address and the headers are larger than 16 KiB together.',
    fault: 'has an address and headers larger than 16 KiB together',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    ...{ status: 413, reason: 'Payload Too Large' },
    message: 'The extensions of the chunks are too large.',
    fault: 'has chunk extensions that are too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    ...{ status: 408, reason: 'Request Timeout' },
    message: 'The request did not arrive in time.',
    fault: 'did not arrive in time',
  },
};

const unreadable: Refusal = {
  ...{ status: 400, reason: 'Bad Request' },
  message: 'This is no HTTP/1.1 request: its first line, a header or its body is malformed.',
  fault: 'is no HTTP/1.1 request',
};

const unexpected: Refusal = {
  ...{ status: 417, reason: 'Expectation Failed' },
  message: 'Of expectations only `100-continue` is known here.',
  fault: 'expects something other than 100-continue',
};

const nameless: Refusal = {
  ...unreadable,
  message: 'The header Host is missing.',
  fault: 'has no header Host',
};

/**
 * Node's HTTP server, but what it refuses by itself (what its parser cannot read, a missing Host, an unknown `Expect`) is answered
 * with a problem document (RFC 9457) like every other refusal; Node would send an empty answer. The connection is closed then.
 */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    if (request.headers.host === undefined && request.httpVersion === '1.1')
      refuse(response, nameless);
    else listener(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // An answer that has begun cannot be followed by another.
    const begun = Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined;
    if (error.code === 'ECONNRESET' || !socket.writable || begun?.headersSent === true) {
      socket.destroy();
      return;
    }
    const refusal = byCode[error.code ?? ''] ?? unreadable;
    const body = problemOf(refusal);
    const head = [
      `HTTP/1.1 ${refusal.status} ${refusal.reason}`,
      ...Object.entries(headersOf(body)).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    refuse(response, unexpected);
  });
  return server;
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const body = problemOf(refusal);
  response.writeHead(refusal.status, headersOf(body)).end(body);
}

function headersOf(body: string): Record<string, string> {
  return {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    Connection: 'close',
  };
}

function problemOf({ status, reason, message, fault }: Refusal): string {
  return JSON.stringify({
    ...{ type: '/problems/invalid-request', title: reason, status, detail: message },
    ...{ code: 'invalid-request', requestId: randomUUID(), retryable: status === 408 },
    errors: [{ pointer: '', rule: 'http', message: fault }],
  });
}
