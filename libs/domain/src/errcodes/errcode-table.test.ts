import { describe, expect, test } from '@jest/globals';
import { grantEffects } from '../vocabulary.ts';
import type { ErrcodeAction, ErrcodeWhere } from './errcode-policy.ts';
import { errcodeTable, policyForErrcode } from './errcode-table.ts';

/** Every code of wechat-facts 2.3, as its table lists them. */
const codesOfTheFacts = [
  ...[
    -1, 0, 102, 20001, 20002, 40001, 40001, 40002, 40003, 40013, 40014, 40029, 40033, 40035, 40037,
  ],
  ...[40066, 40097, 40125, 40129, 40163, 40164, 40226, 40241, 40243, 41001, 41002, 41004, 41008],
  ...[41028, 41029, 41030, 42001, 42007, 43002, 43101, 43104, 43106, 43107, 43108, 44002, 45002],
  ...[45009, 45011, 45035, 45047, 45168, 47001, 47003, 48001, 48002, 48004, 48006, 50001, 50002],
  ...[50004, 50007, 61004, 61007, 61010, 61024, 76001, 76002, 76003, 76004, 76021, 76022, 85107],
  ...[85433, 85435, 85462, 87008, 87009, 87014, 89501, 89503, 89506, 89507, 200002, 200011, 200012],
  ...[200013, 200014, 200016, 200017, 200018, 200019, 200020, 200021, 200022],
];

describe('the errcode table', () => {
  test('has exactly the codes of the facts, each once and 40001 twice', () => {
    expect(errcodeTable.map((row) => row.code)).toEqual(codesOfTheFacts);
  });

  test.each(errcodeTable.map((row) => [row.code, row] as const))(
    '%d is explained in English and Chinese and has a kebab-case reason',
    (_code, row) => {
      expect(row.en).toMatch(/^[A-Za-z].{8,}\.$/);
      expect(row.zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(row.reason).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      expect(grantEffects).toContain(row.grant);
    },
  );

  test.each<[ErrcodeWhere, number[]]>([
    [
      'send',
      [
        102, 40003, 40033, 40035, 40037, 40241, 41030, 43101, 43104, 43107, 43108, 45168, 47003,
        85107,
      ],
    ],
    ['token', [40001, 40002, 40243, 45035, 50004, 50007, 61004, 89501, 89503, 89506, 89507]],
    ['login', [40029, 40163, 40226, 41008]],
    [
      'templates',
      [
        20001, 20002, 43106, 200002, 200011, 200012, 200013, 200014, 200016, 200017, 200018, 200019,
        200020, 200021, 200022,
      ],
    ],
    ['quota', [48006, 76001, 76002, 76003, 76004, 76021, 76022]],
    ['checks', [40129, 61010, 87008, 87009, 87014]],
    ['other', [41028, 41029, 45047, 48002, 50001, 61007, 61024, 85433, 85435, 85462]],
    [
      'all',
      [
        -1, 0, 40001, 40013, 40014, 40066, 40097, 40125, 40164, 41001, 41002, 41004, 42001, 42007,
        43002, 44002, 45002, 45009, 45011, 47001, 48001, 48004, 50002,
      ],
    ],
  ])('answers of %s are those of the facts', (where, codes) => {
    expect(errcodeTable.filter((row) => row.where === where).map((row) => row.code)).toEqual(codes);
  });

  test('a grant is spent only when WeChat took a message, and voided only when it says there is none', () => {
    const codesWith = (effect: string) =>
      errcodeTable.filter((row) => row.grant === effect).map((row) => row.code);
    expect(codesWith('spend')).toEqual([0, 40241]);
    expect(codesWith('void-key')).toEqual([43101, 48002]);
    expect(codesWith('keep')).toEqual([102]);
  });

  test.each<[number, ErrcodeAction['kind'], boolean]>([
    [0, 'accept', false],
    [-1, 'retry', false],
    [102, 'unconfirmed', false],
    [40001, 'refresh-token', false],
    [40014, 'refresh-token', false],
    [42001, 'refresh-token', false],
    [41001, 'refresh-token', true],
    [40003, 'dead', false],
    [41030, 'dead', false],
    [45168, 'dead', false],
    [47003, 'dead', false],
    [47001, 'dead', true],
    [43104, 'dead', true],
    [40037, 'pause-template', true],
    [40241, 'already-sent', false],
    [43101, 'no-grant', false],
    [43108, 'retry-slot', false],
    [45009, 'pause-app-until', true],
    [45011, 'pause-app-until', false],
    [40125, 'pause-app-until', true],
    [48001, 'pause-app-until', true],
    [50002, 'pause-app-until', true],
  ])('an answer of %d means %s', (code, action, alarms) => {
    const policy = policyForErrcode(code);
    expect([policy.action.kind, policy.alarms]).toEqual([action, alarms]);
  });

  test.each([
    [89501, { minutes: 10 }],
    [89506, { minutes: 1440 }],
    [89507, { minutes: 60 }],
    [40164, null],
    [45009, 'next-day'],
    [45011, 'next-minute'],
  ])('the pause of %d ends at %j', (code, until) => {
    expect(policyForErrcode(code).action).toMatchObject({ kind: 'pause-app-until', until });
  });

  test('40001 is about the token on send, and about the AppSecret where tokens are given', () => {
    expect(policyForErrcode(40001).about).toBe('token');
    expect(policyForErrcode(40001, 'token').about).toBe('configuration');
    expect(policyForErrcode(45009, 'token').reason).toBe('quota-daily');
  });

  test('a code nobody knows is tried once more, and alarms', () => {
    const policy = policyForErrcode(99999);
    expect(policy).toMatchObject({ code: 99999, reason: 'unknown-errcode', alarms: true });
    expect(policy).toMatchObject({ where: 'all', about: 'wechat', grant: 'release' });
    expect(policy.action).toEqual({ kind: 'retry-once' });
    expect(policyForErrcode(99999, 'token').reason).toBe('unknown-errcode');
  });

  test('what a proxy may have done to a request stops no app for ever', () => {
    const pauses = errcodeTable
      .filter(
        ({ en }) => en.includes('a proxy may have changed it') || en.includes("is not WeChat's"),
      )
      .map(({ code, action }) => [code, action.kind === 'pause-app-until' ? action.until : null]);
    expect(pauses).toEqual(
      [40002, 40066, 41002, 41004, 43002, 44002].map((code) => [code, { minutes: 10 }]),
    );
  });
});
