import { describe, expect, test } from '@jest/globals';
import { createMessageReader } from './message-reader.ts';

function read(...chunks: readonly string[]): string[] {
  const seen: string[] = [];
  const feed = createMessageReader(({ head, body }) =>
    seen.push(`${head.split('\r\n')[0] ?? ''}|${body.toString('utf8')}`),
  );
  for (const chunk of chunks) feed(Buffer.from(chunk, 'utf8'));
  return seen;
}

const post = (body: string): string =>
  `POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;

describe('the message reader', () => {
  test('when a message comes whole, then it is told with its body', () => {
    expect(read(post('{"a":1}'))).toEqual(['POST /x HTTP/1.1|{"a":1}']);
  });

  test('when messages come in one chunk, then each is told, in order', () => {
    expect(read(post('1') + post('') + post('22'))).toEqual([
      'POST /x HTTP/1.1|1',
      'POST /x HTTP/1.1|',
      'POST /x HTTP/1.1|22',
    ]);
  });

  test('when a message comes byte by byte, then it is told once, its Chinese whole', () => {
    const bytes = Buffer.from(post('货源'), 'utf8');
    const seen: string[] = [];
    const feed = createMessageReader(({ body }) => seen.push(body.toString('utf8')));
    for (let at = 0; at < bytes.length; at += 1) feed(bytes.subarray(at, at + 1));
    expect(seen).toEqual(['货源']);
  });

  test('when a body is chunked, then it throws rather than read on in the wrong place', () => {
    expect(() => read('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n')).toThrow(/chunked/);
  });
});
