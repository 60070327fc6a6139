import { expect, test } from '@jest/globals';
import { CliError } from '../cli-error.ts';
import { readCsv } from './read-csv.ts';

const read = (text: string) =>
  readCsv({
    ...{ text, name: 'users.csv', required: ['openid'], optional: ['phone', 'unionid'] },
    problemsOf: ({ values }) => (values.openid === 'bad' ? ['openid is bad', 'and so on'] : []),
  });

test('rows come with the line they began at, blanks left out, a mark at the beginning passed over', () => {
  const text = '\ufeffopenid,phone\r\no1,+8613800000000\r\n\r\n"o2",\r\n"o\n3",1\r\no4,2\r\n';
  expect(read(text)).toEqual([
    { line: 2, values: { openid: 'o1', phone: '+8613800000000' } },
    { line: 4, values: { openid: 'o2' } },
    { line: 5, values: { openid: 'o\n3', phone: '1' } },
    { line: 7, values: { openid: 'o4', phone: '2' } },
  ]);
});

test('every wrong line is named', () => {
  expect(() => read('openid,phone\nbad,1\no1,2\n,3\n')).toThrow(
    new CliError(
      '2 lines are wrong in users.csv; nothing was imported.\n  line 2: openid is bad; and so on\n  line 4: openid is blank',
    ),
  );
});

test('of many wrong lines twenty are named and the rest counted', () => {
  expect(() => read(`openid\n${'bad\n'.repeat(25)}`)).toThrow(/25 lines are wrong[^]*and 5 more$/);
});

test('a line that is longer or shorter than the header is wrong: its values are in other columns', () => {
  expect(() => read('openid,phone\no1,+86138,0000\no2,1\n')).toThrow(
    'One line is wrong in users.csv; nothing was imported.\n  line 2: its values are 3, the columns of the header 2',
  );
  expect(() => read('openid,phone\no1\n')).toThrow(
    'line 2: its values are 1, the columns of the header 2',
  );
});

test.each([
  ['', /is empty/],
  ['openid\n', /no lines/],
  ['phone\n1\n', /openid is missing/],
  ['openid,phone,openid\no1,1,o2\n', /openid is there twice/],
  ['openid,电话\no1,1\n', /电话 is not known/],
  ['openid\n"o1\n', /is no CSV/],
])('%j is refused', (text, message) => {
  expect(() => read(text)).toThrow(message);
});
