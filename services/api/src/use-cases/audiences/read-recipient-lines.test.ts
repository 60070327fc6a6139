import { describe, expect, test } from '@jest/globals';
import { readCsvRecord } from './read-csv-record.ts';
import { createCsvReader, createNdjsonReader, type LineReader } from './read-recipient-lines.ts';

const read = (reader: LineReader, lines: readonly (string | Buffer)[]) =>
  lines.map((text, at) => reader({ line: at + 1, lines: 1, bytes: Buffer.from(text) }));
const rules = (found: ReturnType<LineReader>) =>
  found?.problems.map(({ pointer, rule }) => `${pointer} ${rule}`);

describe('A record of a CSV', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['a , " b" ,,', ['a', ' b', '', '']],
    ['"x,y","say ""hi""",🚚', ['x,y', 'say "hi"', '🚚']],
    ['', ['']],
  ])('%j is its cells', (text, cells) => expect(readCsvRecord(text)).toEqual({ cells }));

  test.each(['"a"b,c', '"a'])('%j is told to be none', (text) =>
    expect(readCsvRecord(text)).toHaveProperty('message'),
  );
});

describe('Lines of a CSV', () => {
  test('with the mark of Windows, its line ends and blanks around the columns are recipients', () => {
    const lines = ['\uFEFFopenid, route ,n\r', 'oA1,"广州, 上海",3\r', '\r', 'oB2,,4\r'];
    expect(read(createCsvReader(['route']), lines)).toEqual([
      null,
      {
        line: 2,
        recipient: { openid: 'oA1', variables: { route: '广州, 上海', n: '3' } },
        problems: [],
      },
      null,
      { line: 4, recipient: { openid: 'oB2', variables: { n: '4' } }, problems: [] },
    ]);
  });

  test('when the header leaves out what is needed, then all of it is told and nothing is read', () => {
    let thrown: unknown;
    try {
      read(createCsvReader(['a', 'b']), ['name,b,b']);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'invalid-request',
      problems: [
        { message: 'a column openid, phone or unionid is missing' },
        { message: 'column a is missing' },
        { message: 'column b is there twice' },
      ],
    });
  });

  test.each([
    ['semicolons', 'openid;from;to'],
    ['semicolons', '"from";"openid"'],
    ['semicolons', '\uFEFFphone; from, to'],
    ['tabs', 'unionid\tfrom'],
    ['full-width commas', 'openid，from'],
    ['vertical bars', 'from | openid'],
  ])(
    'when its columns are separated by %s (%j), then that is told, and what to do',
    (name, text) => {
      let thrown: unknown;
      try {
        read(createCsvReader(['from']), [text, 'o1;广州']);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({
        code: 'invalid-request',
        message: expect.stringMatching(new RegExp(`separated by ${name}\\. Put commas`)) as unknown,
        problems: [{ pointer: '/1', rule: 'separator' }],
      });
    },
  );

  test('when a column that nobody needs holds a semicolon in its name, then that is its name', () => {
    const [, found] = read(createCsvReader([]), ['openid,a;phone', 'oA1,x']);
    expect(found?.recipient).toEqual({ openid: 'oA1', variables: { 'a;phone': 'x' } });
  });

  test('when lines are wrong, then each says what is wrong with it', () => {
    const found = read(createCsvReader([]), [
      'openid,phone,x',
      'oA1,13800000000,',
      ',12,',
      'oA1,,1,more',
      'oA1,"x"y,',
      'oA1,,a\u0000b',
      Buffer.from([0x6f, 0x2c, 0x2c, 0xb9, 0xe3]),
    ]);
    expect(found.slice(1).map(rules)).toEqual([
      [' one-address'],
      ['/phone phone'],
      [' columns'],
      [' csv'],
      ['/variables/x text'],
      [' encoding'],
    ]);
  });

  test('when a record of several lines is wrong, then it says which lines it took in', () => {
    const reader = createCsvReader([]);
    reader({ line: 1, lines: 1, bytes: Buffer.from('openid,x') });
    const found = reader({ line: 2, lines: 3, bytes: Buffer.from('oA1,"a\noB2,b\noC3",c') });
    expect(found?.problems).toEqual([
      expect.objectContaining({ rule: 'columns' }),
      {
        ...{ pointer: '', rule: 'joined-lines' },
        message: 'was read as one with all lines through 4, which its quotes hold together',
      },
    ]);
  });

  test('a phone is read as an international one', () => {
    const [, found] = read(createCsvReader([]), ['phone', '138 0000 0000']);
    expect(found?.recipient).toEqual({ phone: '+8613800000000', variables: {} });
  });

  test('when the file is in UTF-16, then it is refused', () => {
    expect(() => read(createCsvReader([]), [Buffer.from([0xff, 0xfe, 0x6f, 0x00])])).toThrow(
      /UTF-16/,
    );
  });
});

describe('Lines of JSON', () => {
  test('are recipients, numbers among their variables too', () => {
    const lines = ['\uFEFF{"openid":"oA1","variables":{"n":3,"t":"🚚"}}', '  ', '{"unionid":"u1"}'];
    expect(read(createNdjsonReader(), lines)).toEqual([
      { line: 1, recipient: { openid: 'oA1', variables: { n: '3', t: '🚚' } }, problems: [] },
      null,
      { line: 3, recipient: { unionid: 'u1', variables: {} }, problems: [] },
    ]);
  });

  test('when lines are wrong, then each says what is wrong with it', () => {
    const reader = createNdjsonReader();
    const found = read(reader, [
      '{"openid":"oA1"',
      '[]',
      '{"openid":"o A","more":1}',
      '{"openid":"oA1","variables":{"x":"\\ud800"}}',
    ]);
    expect(found.map(rules)).toEqual([
      [' json'],
      [' json'],
      ['/openid format', '/more unknown-key'],
      ['/variables/x text'],
    ]);
    expect(rules(reader({ line: 9, fault: 'too-long' }))).toEqual([' too-long']);
  });
});
