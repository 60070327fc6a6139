import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppError } from '@yuexin/errors';

type OutgoingRequest = {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | null;
  timeoutMs: number;
};
type OutgoingAnswer = { status: number; contentType: string; body: Buffer };

/** Calls from the simulator to this machine or its private network; anything public is refused before a socket opens. */
export type Outgoing = {
  request: (call: OutgoingRequest) => Promise<OutgoingAnswer>;
  close: () => void;
};

const answerLimit = 1024 * 1024;
const idleSocketMs = 4000;

const nearby = new BlockList();
nearby.addSubnet('127.0.0.0', 8);
nearby.addSubnet('10.0.0.0', 8);
nearby.addSubnet('172.16.0.0', 12);
nearby.addSubnet('192.168.0.0', 16);
nearby.addAddress('::1', 'ipv6');
nearby.addSubnet('fc00::', 7, 'ipv6');

const isNearby = (address: string): boolean =>
  nearby.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const refusal = (host: string): AppError =>
  new AppError('forbidden', {
    message: `${host} is not on this machine or its private network; the simulator calls nobody else.`,
  });

const lookupNearby: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const near = error === null ? addresses.filter(({ address }) => isNearby(address)) : [];
    const [first] = near;
    if (error !== null || first === undefined) callback(error ?? refusal(hostname), '', 0);
    else if (options.all === true) callback(null, near);
    else callback(null, first.address, first.family);
  });
};

function collect(response: http.IncomingMessage, done: (answer: OutgoingAnswer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= answerLimit) chunks.push(chunk);
  });
  response.on('end', () =>
    done({
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      body: Buffer.concat(chunks),
    }),
  );
}

const isStaleSocket = (request: http.ClientRequest, error: NodeJS.ErrnoException): boolean =>
  request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

export function createOutgoing(): Outgoing {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 64, timeout: idleSocketMs }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 64, timeout: idleSocketMs }),
  };

  const attempt = (call: OutgoingRequest): Promise<OutgoingAnswer> =>
    new Promise((resolve, reject) => {
      const url = new URL(call.url);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !isNearby(host)) {
        reject(refusal(host));
        return;
      }
      const isTls = url.protocol === 'https:';
      const length = call.body === null ? {} : { 'content-length': Buffer.byteLength(call.body) };
      const request = (isTls ? https : http).request(url, {
        method: call.method,
        headers: { ...call.headers, ...length },
        agent: agents[isTls ? 'https:' : 'http:'],
        lookup: lookupNearby,
      });
      const timer = setTimeout(
        () => request.destroy(new Error(`no answer within ${call.timeoutMs} ms`)),
        call.timeoutMs,
      );
      request.on('close', () => clearTimeout(timer));
      request.on('response', (response) => {
        response.on('error', reject);
        collect(response, resolve);
      });
      request.on('error', (error) => {
        // The other side closed an idle connection just as we used it: this request was never read.
        if (isStaleSocket(request, error)) attempt(call).then(resolve, reject);
        else reject(error);
      });
      // A string goes out in one write with the head.
      request.end(call.body);
    });

  return {
    request: attempt,
    close: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}
