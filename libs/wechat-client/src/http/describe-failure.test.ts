import { expect, test } from '@jest/globals';
import { describeFailure } from './describe-failure.ts';

const failure = (fields: object) => Object.assign(new Error('GET /?access_token=secret'), fields);

test.each([
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'dns: ENOTFOUND'],
  [{ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }, 'dns: EAI_AGAIN'],
  [{ code: 'ECONNREFUSED', syscall: 'connect' }, 'connect: ECONNREFUSED'],
  [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'connect: ETIMEDOUT'],
  [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'connect-timeout: UND_ERR_CONNECT_TIMEOUT'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'tls: CERT_HAS_EXPIRED'],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tls: ERR_TLS_CERT_ALTNAME_INVALID'],
  [{ code: 'ECONNRESET', syscall: 'read' }, 'reset: ECONNRESET'],
  [{ code: 'UND_ERR_SOCKET' }, 'reset: UND_ERR_SOCKET'],
  [{ code: 'HPE_INVALID_CONSTANT' }, 'not-http: HPE_INVALID_CONSTANT'],
  [{ code: 'has access_token=secret in it' }, 'reset: Error'],
  [{ code: 7, name: 'also ?access_token=secret' }, 'reset: UNKNOWN'],
])(
  'when a call fails with %j, then the cause is "%s" and holds nothing of the message',
  (fields, cause) => {
    expect(describeFailure(failure(fields))).toBe(cause);
  },
);

test('when what was thrown is no error, then there is a cause all the same', () => {
  expect(describeFailure('access_token=secret')).toBe('reset: UNKNOWN');
  expect(describeFailure(null)).toBe('reset: UNKNOWN');
});
