import { describe, expect, test } from '@jest/globals';
import { findLicenceProblems } from './find-licence-problems.ts';
import { judgeAudit } from './judge-audit.ts';
import { readLockedPackages } from './read-locked-packages.ts';

const lock = (packages: object): string => JSON.stringify({ packages });

describe('packages of the lockfile', () => {
  test('are those of others, once each, and shipped when they are shipped anywhere', () => {
    const read = readLockedPackages(
      lock({
        '': { version: '0.1.0' },
        'services/api': { version: '0.1.0' },
        'node_modules/@yuexin/api': { link: true },
        'node_modules/b': { version: '1.0.0', license: 'MIT', dev: true },
        'node_modules/a/node_modules/b': { version: '1.0.0', license: 'MIT' },
        'node_modules/a': { version: '2.0.0' },
        'node_modules/old': {
          version: '1.0.0',
          license: [{ type: 'MIT' }, { type: 'X' }],
          dev: true,
        },
      }),
    );
    expect(read).toEqual([
      { name: 'a', version: '2.0.0', licence: 'none', isShipped: true },
      { name: 'b', version: '1.0.0', licence: 'MIT', isShipped: true },
      { name: 'old', version: '1.0.0', licence: 'MIT OR X', isShipped: false },
    ]);
  });
});

describe('a licence', () => {
  const problems = (licence: string, isShipped: boolean) =>
    findLicenceProblems([{ name: 'a', version: '1.0.0', licence, isShipped }]);

  test.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT', 'MIT,Apache2', 'BlueOak-1.0.0'])(
    '%s may be shipped',
    (licence) => {
      expect(problems(licence, true)).toEqual([]);
    },
  );

  test.each(['GPL-3.0', 'MPL-2.0', 'none', 'MIT AND GPL-3.0', 'SEE LICENSE IN LICENSE'])(
    '%s may not be shipped',
    (licence) => {
      expect(problems(licence, true)).toEqual([`a@1.0.0: ${licence}, shipped`]);
    },
  );

  test('of files we do not change is right for tools, a viral one is not', () => {
    expect(problems('MPL-2.0', false)).toEqual([]);
    expect(problems('AGPL-3.0', false)).toHaveLength(1);
  });
});

describe('an audit', () => {
  test('fails for high and critical, and counts the rest', () => {
    const vulnerabilities = {
      ...{ a: { severity: 'critical', range: '<2' }, b: { severity: 'high', range: '*' } },
      ...{ c: { severity: 'moderate' }, d: { severity: 'low' } },
    };
    expect(judgeAudit(JSON.stringify({ vulnerabilities }))).toEqual({
      ...{ kind: 'asked', grave: ['a <2: critical', 'b *: high'], lesser: 2 },
    });
  });

  test.each([
    ['405 Method Not Allowed', JSON.stringify({ message: '405 Method Not Allowed', error: {} })],
    ['no report came', 'npm error network'],
    ['no report came', ''],
  ])('that could not be made is told as such: %s', (why, stdout) => {
    expect(judgeAudit(stdout)).toEqual({ kind: 'not-asked', why });
  });
});
