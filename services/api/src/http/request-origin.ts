import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import proxyAddr from 'proxy-addr';
import { headerOf } from './header-of.ts';

/** Where a request came from, as far as proxies are believed (TRUST_PROXY). */
export type RequestOrigin = {
  addressOf: (request: IncomingMessage) => string | undefined;
  /** Whether it came by https, as far as it can be told. */
  isSecure: (request: IncomingMessage) => boolean;
};

/** `trust` says whether to believe the proxy at this address, so many hops away: Express's own `trust proxy fn`. */
export function createRequestOrigin(
  trust: (address: string, hop: number) => boolean,
): RequestOrigin {
  const isForwardedSecure = (request: IncomingMessage): boolean => {
    if (!trust(request.socket.remoteAddress ?? '', 0)) return false;
    const [first = ''] = headerOf(request, 'x-forwarded-proto')?.split(',', 1) ?? [];
    return first.trim() === 'https';
  };
  return {
    addressOf: (request) => proxyAddr(request, trust),
    isSecure: (request) =>
      request.socket instanceof TLSSocket ||
      isForwardedSecure(request) ||
      request.headers.origin?.startsWith('https:') === true,
  };
}
