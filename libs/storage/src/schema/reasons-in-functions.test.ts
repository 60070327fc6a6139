import { expect, test } from '@jest/globals';
import { pushReasons } from '@yuexin/domain';
import { readFunctions } from './read-functions.ts';

test('when a function gives a push a reason, then its code is one that searches know', async () => {
  const codes = (await readFunctions()).flatMap(({ sql }) =>
    [...sql.matchAll(/(?<!-> )'code', '([a-z0-9-]+)'/g)].map(([, code]) => code ?? ''),
  );
  expect(codes.length).toBeGreaterThan(10);
  // Put together from a verdict; and why an endpoint was disabled, which no search asks for.
  const known = [...pushReasons, 'verdict-', 'gone', 'failing', 'caller-ended'];
  expect(codes.filter((code) => !known.includes(code))).toEqual([]);
});
