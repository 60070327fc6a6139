import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRecordSplitter, type RawRecord } from './split-records.ts';

const show = (record: RawRecord): string =>
  'fault' in record
    ? `${record.line} ${record.fault}`
    : `${record.line} ${record.bytes.toString('utf8')}`;

function split(text: string, options: { isQuoted?: boolean; maxBytes?: number; size?: number }) {
  const { isQuoted = true, maxBytes = 100, size = 7 } = options;
  const splitter = createRecordSplitter({ isQuoted, maxBytes });
  const bytes = Buffer.from(text);
  const records: RawRecord[] = [];
  for (let at = 0; at < bytes.length; at += size)
    records.push(...splitter.write(bytes.subarray(at, at + size)));
  return [...records, ...splitter.end()].map(show);
}

describe('Records of a file', () => {
  test('are its lines, with or without a line break at the end', () => {
    expect(split('a\nb\n\nc', {})).toEqual(['1 a', '2 b', '3 ', '4 c']);
    expect(split('a\nb\n', {})).toEqual(['1 a', '2 b']);
    expect(split('', {})).toEqual([]);
  });

  test('a line break between quotes belongs to its record, and the next knows its line', () => {
    expect(split('a,"x\ny\n""z"""\nb', {})).toEqual(['1 a,"x\ny\n""z"""', '4 b']);
    expect(split('a,"x\ny"\nb', { isQuoted: false })).toEqual(['1 a,"x', '2 y"', '3 b']);
  });

  test('when a quote is not closed, then its line is told and the others are read', () => {
    const rest = Array.from({ length: 40 }, (_, at) => `r${at}`);
    const lines = ['a', 'b,"open', ...rest];
    const expected = ['1 a', '2 open-quote', ...rest.map((text, at) => `${at + 3} ${text}`)];
    expect(split(lines.join('\n'), {})).toEqual(expected);
    expect(split('a\n"open', {})).toEqual(['1 a', '2 open-quote']);
  });

  test('a quote in the middle of a cell is a character like any other', () => {
    const lines = ['o1,5" pipe', 'o2,plain', 'o3,6" pipe'];
    expect(split(lines.join('\n'), {})).toEqual(lines.map((text, at) => `${at + 1} ${text}`));
  });

  test('when two quotes are not closed, then each line is told, and those between are read', () => {
    const lines = ['a', 'b,"open', 'c', 'd,"open', 'e', 'f,"x"'];
    expect(split(lines.join('\n'), {})).toEqual([
      ...['1 a', '2 open-quote', '3 c', '4 open-quote', '5 e', '6 f,"x"'],
    ]);
  });

  test('a quote that swallowed lines is told where that shows, and not only when its record has come to an end', () => {
    const splitter = createRecordSplitter({ isQuoted: true, maxBytes: 100 });
    expect([...splitter.write(Buffer.from('a,"open\nb,"c"d, and on it goes'))].map(show)).toEqual([
      '1 open-quote',
    ]);
  });

  test('behind the mark of a file, and behind blanks, a quote holds lines together', () => {
    expect(split('\uFEFF"a\nb"\nc', {})).toEqual(['1 \uFEFF"a\nb"', '3 c']);
    expect(split('x, \t"a\nb" \r\nc', {})).toEqual(['1 x, \t"a\nb" \r', '3 c']);
  });

  test('when a line is longer than it may be, then it is told once and the next is read', () => {
    const long = 'x'.repeat(1_000);
    for (const isQuoted of [true, false])
      expect(split(`a\n${long}\nb`, { isQuoted })).toEqual(['1 a', '2 too-long', '3 b']);
    expect(split(`"${long}`, {})).toEqual(['1 open-quote']);
  });

  test('an endless line is not held', () => {
    const splitter = createRecordSplitter({ isQuoted: true, maxBytes: 100 });
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const records = Array.from({ length: 200 }, () => [...splitter.write(chunk)]).flat();
    expect(records.map(show)).toEqual(['1 too-long']);
    expect([...splitter.write(Buffer.from('\nb\n'))].map(show)).toEqual(['2 b']);
  });

  test('are the same however the file is cut', () => {
    const piece = fc.constantFrom('a', '"', '\n', ',', '""', '"\n"', 'é');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        (pieces, size) => {
          const text = pieces.join('');
          expect(split(text, { size, maxBytes: 12 })).toEqual(
            split(text, { size: 1_000, maxBytes: 12 }),
          );
        },
      ),
    );
  });
});
