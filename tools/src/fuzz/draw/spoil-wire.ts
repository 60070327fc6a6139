import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Draft } from './draft.ts';
import { hostileText } from './hostile-values.ts';

export type Spoiler = (draft: Draft) => Draft;

const withHeader =
  (name: string, value: string): Spoiler =>
  (draft) => ({ ...draft, headers: [...draft.headers, [name, value]] });
const without = (draft: Draft, name: string): Draft => ({
  ...draft,
  headers: draft.headers.filter(([one]) => one.toLowerCase() !== name),
});
const instead =
  (name: string, value: string): Spoiler =>
  (draft) =>
    withHeader(name, value)(without(draft, name.toLowerCase()));
const unanswered =
  (spoil: Spoiler): Spoiler =>
  (draft) => ({
    ...spoil(draft),
    mayGoUnanswered: true,
  });

const mediaTypes = [
  ...['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ...['application/json; charset=utf-16', 'application/json; charset=gbk', 'application/json;'],
  ...['application/json; charset="utf-8"', 'application/jsonp', 'APPLICATION/JSON', 'text/xml'],
  ...['application/vnd.api+json', 'application/json, text/plain', ';;;', `a/${'+'.repeat(5_000)}`],
];

const packed = (encoding: string, pack: (body: Buffer) => Buffer): Spoiler => {
  const spoil = withHeader('Content-Encoding', encoding);
  return (draft) => ({ ...spoil(draft), body: pack(draft.body) });
};

/** 64 MiB of blanks in 64 kB: more than any call takes. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));

const encodings: Spoiler[] = [
  packed('gzip', (body) => gzipSync(body)),
  packed('deflate', (body) => deflateSync(body)),
  packed('br', (body) => brotliCompressSync(body)),
  packed('gzip', () => bomb),
  packed('gzip', (body) => gzipSync(body).subarray(0, 12)),
  packed('gzip', (body) => body),
  packed('gzip, gzip', (body) => gzipSync(gzipSync(body))),
  packed('identity', (body) => body),
  packed('zstd', (body) => body),
  packed('\u00e9', (body) => body),
];

const longHeaders = Array.from({ length: 150 }, (_, at) => [`X-${at}`, 'v'] as const);
const manyLongHeaders = Array.from({ length: 16 }, () => longHeaders).flat();

const lengths: Spoiler[] = [
  unanswered((draft) => ({ ...withHeader('Content-Length', '1')(draft), isLengthTold: false })),
  unanswered((draft) => ({ ...withHeader('Content-Length', '9999')(draft), isLengthTold: false })),
  ...['-1', '1e3', '0x10', '9'.repeat(30), '5, 5', '', ' 7 ', '+7'].map((length) =>
    unanswered((draft) => ({
      ...withHeader('Content-Length', length)(draft),
      isLengthTold: false,
    })),
  ),
  // Two ends of one body: what a proxy and we would read differently.
  unanswered(withHeader('Transfer-Encoding', 'chunked')),
  ...['0\r\n\r\n', 'zz\r\n', '7fffffffffffffff\r\na', '5\r\nab', '1;a=b\r\n[\r\n0\r\n\r\n'].map(
    (text) =>
      unanswered((draft) => ({
        ...withHeader('Transfer-Encoding', 'chunked')(draft),
        ...{ isLengthTold: false, body: Buffer.from(text) },
      })),
  ),
  unanswered(withHeader('Transfer-Encoding', 'gzip, chunked, identity')),
];

const headers: Spoiler[] = [
  ...['', 'Bearer', 'Bearer ', 'Bearer  a b', 'Basic Og==', 'Basic !!!', 'Digest x'].map((value) =>
    instead('Authorization', value),
  ),
  instead('Authorization', `Bearer ${'a'.repeat(10_000)}`),
  instead('Authorization', `Bearer yx_${'\u00e9'.repeat(20)}`),
  instead('Authorization', `Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.`),
  instead('Authorization', `Bearer ${'{}'.repeat(40)}.${'.'.repeat(40)}`),
  withHeader('Cookie', 'yuexin_console=; yuexin_console=%00; =; ;;;'),
  withHeader('Cookie', `a=${'b;'.repeat(3_000)}`),
  withHeader('X-Request-Id', '\u0007'),
  withHeader('X-Request-Id', 'a'.repeat(4_000)),
  withHeader('Idempotency-Key', '"unclosed'),
  withHeader('Idempotency-Key', '"'.repeat(300)),
  withHeader('traceparent', '00-'.repeat(60)),
  withHeader('X-Forwarded-For', '::1, not-an-address, 1.2.3.4, ,'),
  withHeader('X-Forwarded-For', '1.1.1.1,'.repeat(900)),
  ...['100-continue', 'banana'].map((value) => unanswered(withHeader('Expect', value))),
  ...['websocket', 'h2c', 'TLS/1.0'].map((value) => withHeader('Upgrade', value)),
  withHeader('Connection', 'upgrade'),
  withHeader('Range', 'bytes=0-,-1,5-2'),
  withHeader('If-None-Match', '*'),
  withHeader('Accept-Encoding', `${'gzip;q=0.5,'.repeat(800)}*;q=0`),
  withHeader('Accept-Language', 'zh;q=0.1,'.repeat(800)),
  withHeader('Origin', 'null'),
  withHeader('Origin', 'https://evil.example'),
  withHeader('X-CSRF-Token', ''),
  unanswered((draft) => without(draft, 'host')),
  unanswered(instead('Host', 'a b/c@d:99999')),
  unanswered(withHeader('Host', 'two.example')),
  unanswered(withHeader('Bad Name', 'x')),
  unanswered(withHeader('X-Nul', 'a\u0000b')),
  unanswered(withHeader('X-Folded', 'a\r\n b')),
  withHeader('X-Long', 'x'.repeat(20_000)),
  (draft) => ({ ...draft, headers: [...draft.headers, ...longHeaders] }),
  (draft) => ({ ...draft, headers: [...draft.headers, ...manyLongHeaders] }),
];

const methods: Spoiler[] = ['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PATCH', 'DELETE', 'PUT', 'GET']
  .map((method): Spoiler => (draft) => ({ ...draft, method }))
  .concat(
    ['get', 'CONNECT', 'PRI', '', 'GET GET', 'G\u0000T', 'X'.repeat(500)].map((method) =>
      unanswered((draft) => ({ ...draft, method })),
    ),
  );

const targets: Spoiler[] = [
  ...['%', '%zz', '%c0%af', '%ed%a0%80', '%00', '%2e%2e/%2e%2e/', '//', '/..', '/.', ';a=b', '#x'],
  ...['/__proto__', '/constructor', '\\', '%2f', '%', '/%E4%BD%A0%', '?', '??', '%u0041'],
].map((end): Spoiler => (draft) => ({
  ...draft,
  target: draft.target.replace(/\?|$/, `${end}$&`),
}));

const wholeTargets: Spoiler[] = [
  ...[
    '//evil.example/v1/apps',
    '/%',
    '/v1/%zz',
    '/problems/__proto__',
    '/problems/%',
    '/docs/..%2f',
  ],
  ...['/console/..%2f..%2fpackage.json', '/console/%00', '/console/assets/../../x', '/console/%ff'],
  ...[
    '/console/queues/api/queues?activeQueue=%zz',
    '/_sim/%',
    '/_sim/phone/%2e%2e/%2e%2e/package.json',
  ],
  `/${'a'.repeat(14_000)}`,
  `/${'a/'.repeat(6_000)}`,
]
  .map((target): Spoiler => (draft) => ({ ...draft, target }))
  .concat(
    [
      '*',
      'http://evil.example/v1/apps',
      'v1',
      '/\u4f60',
      '/a b',
      ' ',
      `/${'a'.repeat(40_000)}`,
    ].map((target) => unanswered((draft) => ({ ...draft, target }))),
  );

const versions: Spoiler[] = ['HTTP/1.0', 'HTTP/9.9', 'HTTP/2.0', 'ICY', ''].map((version) =>
  unanswered((draft) => ({ ...draft, version })),
);

const oneOf = (spoilers: readonly Spoiler[]): fc.Arbitrary<Spoiler> => fc.constantFrom(...spoilers);

/** What is done to a request below its meaning: media types, encodings, lengths, headers, method, target, version. */
export const spoilWire: fc.Arbitrary<Spoiler[]> = fc.array(
  fc.oneof(
    fc.constantFrom(...mediaTypes).map((type) => instead('Content-Type', type)),
    oneOf(encodings),
    oneOf(lengths),
    oneOf(headers),
    oneOf(methods),
    oneOf(targets),
    oneOf(wholeTargets),
    oneOf(versions),
    fc
      .tuple(
        fc.constantFrom('X-Request-Id', 'Idempotency-Key', 'traceparent', 'Cookie'),
        hostileText,
      )
      .map(([name, value]) => unanswered(withHeader(name, value))),
  ),
  { minLength: 1, maxLength: 2 },
);
