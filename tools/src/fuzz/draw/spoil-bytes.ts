import fc from 'fast-check';

export type SpoilBytes = (bytes: Buffer) => Buffer;

const at = fc.nat({ max: 1_000_000 });
const someBytes = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes));

const badUtf8 = ['c0af', 'eda080', 'f4908080', 'ff', '80', 'e282', 'fe', 'efbbbf', '00'].map(
  (hex) => Buffer.from(hex, 'hex'),
);

function put(bytes: Buffer, place: number, piece: Buffer): Buffer {
  const cut = place % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, cut), piece, bytes.subarray(cut)]);
}

function flip(bytes: Buffer, place: number): Buffer {
  if (bytes.length === 0) return bytes;
  const flipped = Buffer.from(bytes);
  const index = place % bytes.length;
  flipped[index] = (flipped[index] ?? 0) ^ (1 << (place % 8));
  return flipped;
}

/** What a body becomes that nobody wrote as JSON in UTF-8. */
export const spoilBytes: fc.Arbitrary<SpoilBytes> = fc.oneof(
  at.map(
    (place): SpoilBytes =>
      (bytes) =>
        bytes.subarray(0, place % (bytes.length + 1)),
  ),
  at.map(
    (place): SpoilBytes =>
      (bytes) =>
        flip(bytes, place),
  ),
  fc.tuple(at, someBytes).map(
    ([place, piece]): SpoilBytes =>
      (bytes) =>
        put(bytes, place, piece),
  ),
  fc.tuple(at, fc.constantFrom(...badUtf8)).map(
    ([place, piece]): SpoilBytes =>
      (bytes) =>
        put(bytes, place, piece),
  ),
  fc.constant<SpoilBytes>((bytes) => Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes])),
  fc.constant<SpoilBytes>((bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le')),
  fc.constant<SpoilBytes>((bytes) => Buffer.concat([bytes, bytes])),
  fc.constant<SpoilBytes>(() => Buffer.alloc(300_000, 'a')),
  fc.constant<SpoilBytes>(() => Buffer.from('{"a":'.repeat(50_000))),
  fc.constant<SpoilBytes>(() => Buffer.from(`<xml>${'<a>'.repeat(30_000)}`)),
  fc.constant<SpoilBytes>(() => Buffer.from('a=1&__proto__[b]=2&constructor[prototype][c]=3')),
  someBytes.map(
    (piece): SpoilBytes =>
      () =>
        piece,
  ),
);
