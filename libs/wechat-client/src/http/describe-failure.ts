/** Where a call failed, in one word; the same words in every cause this package gives. */
type FailureWord =
  | 'dns'
  | 'connect'
  | 'connect-timeout'
  | 'tls'
  | 'timeout'
  | 'aborted'
  | 'closed'
  | 'truncated'
  | 'not-http'
  | 'reset';

const wordOfCode: Readonly<Record<string, FailureWord>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated',
  ERR_ABORTED: 'aborted',
  ERR_GOT_TIMEOUT: 'timeout',
};
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO_|ERROR_IN_CERT|HOSTNAME_MISMATCH|EPROTO$)/;
const connectCode = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN)$/;

/**
 * Names a failure as `<word>: <code>`. Only the code of an error is used, never its message, stack or cause: those of got
 * and undici hold the URL, and the URL holds the access token.
 */
export function describeFailure(error: unknown): string {
  const code = readText(error, 'code') ?? readText(error, 'name') ?? 'UNKNOWN';
  return `${wordOf(code, readText(error, 'syscall'))}: ${code}`;
}

function wordOf(code: string, syscall: string | null): FailureWord {
  if (syscall === 'getaddrinfo') return 'dns';
  if (tlsCode.test(code)) return 'tls';
  if (connectCode.test(code) || syscall === 'connect') return 'connect';
  if (code.startsWith('HPE_') || code === 'HTTPParserError') return 'not-http';
  return wordOfCode[code] ?? 'reset';
}

function readText(error: unknown, key: 'code' | 'name' | 'syscall'): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && /^\w{1,64}$/.test(value) ? value : null;
}
