import { describe, expect, test } from '@jest/globals';
import { decideNext } from './decide-next.ts';
import type { PushInFlight } from './decision.ts';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { asked, refused } from './test-support/push-in-flight.ts';
import { onNoGrantChoices, onUnconfirmedChoices, type Outcome } from './vocabulary.ts';

/** Next state, effect on the grant, what is paused, whether it alarms. */
function tell(outcome: Outcome, facts: Partial<PushInFlight> = {}): string {
  const decision = decideNext(asked(outcome, facts));
  const paused = decision.templatePause === null ? (decision.appPause?.kind ?? '-') : 'template';
  const alarm = decision.alarm === null ? '-' : 'alarm';
  return [decision.state, decision.grantEffect, paused, alarm].join(' ');
}

/** A push that has used up every retry. */
const spent = { retries: 5, tokenRetries: 3, attemptNumber: 20 };

/** Every code, on a first attempt (park, reconcile) and when nothing is left to try. 999,999: a code nobody knows. */
const table: { codes: number[]; first: string; last: string }[] = [
  { codes: [-1, 20001, 43108], first: 'retrying release - -', last: 'dead release - alarm' },
  { codes: [0, 40241], first: 'sent spend - -', last: 'sent spend - -' },
  { codes: [102], first: 'unconfirmed keep - -', last: 'unconfirmed keep - -' },
  {
    codes: [
      20002, 40029, 40129, 40163, 40226, 41008, 41028, 41029, 43104, 45047, 47001, 48006, 61010,
      76001, 76002, 76003, 76004, 76021, 76022, 85107, 85433, 85435, 85462, 87008, 87009, 87014,
      200_002, 200_011, 200_012, 200_013, 200_014, 200_016, 200_017, 200_018, 200_019, 200_020,
      200_021, 200_022,
    ],
    first: 'dead release - alarm',
    last: 'dead release - alarm',
  },
  {
    codes: [40001, 40014, 42001, 42007],
    first: 'retrying release - -',
    last: 'retrying release configuration alarm',
  },
  {
    codes: [
      40002, 40013, 40066, 40125, 40164, 40243, 41002, 41004, 43002, 43106, 43107, 44002, 45035,
      48001, 48004, 50001, 50004, 50007, 61004, 61007, 61024, 89501, 89503, 89506, 89507,
    ],
    first: 'retrying release configuration alarm',
    last: 'retrying release configuration alarm',
  },
  {
    codes: [40003, 40033, 40035, 40097, 41030, 45002, 45168, 47003],
    first: 'dead release - -',
    last: 'dead release - -',
  },
  { codes: [40037], first: 'dead release template alarm', last: 'dead release template alarm' },
  {
    codes: [41001],
    first: 'retrying release - alarm',
    last: 'retrying release configuration alarm',
  },
  { codes: [43101, 48002], first: 'parked void-key - -', last: 'parked void-key - -' },
  {
    codes: [45009],
    first: 'retrying release quota-daily alarm',
    last: 'retrying release quota-daily alarm',
  },
  {
    codes: [45011],
    first: 'retrying release quota-minute -',
    last: 'retrying release quota-minute -',
  },
  { codes: [50002], first: 'retrying release configuration alarm', last: 'dead release - alarm' },
  { codes: [999_999], first: 'retrying release - alarm', last: 'dead release - alarm' },
];

/** What the caller's choices and the push's past change; nothing else does. */
function except(
  code: number,
  facts: Pick<PushInFlight, 'onNoGrant' | 'onUnconfirmed' | 'hadUnconfirmed'>,
) {
  if (code === 102 && facts.onUnconfirmed === 'resend') return 'retrying release - -';
  if (code !== 43101 && code !== 48002) return null;
  if (facts.hadUnconfirmed) return 'sent spend - -';
  return facts.onNoGrant === 'park' ? null : 'dead void-key - -';
}

const policies = onNoGrantChoices.flatMap((onNoGrant) =>
  onUnconfirmedChoices.flatMap((onUnconfirmed) =>
    [false, true].map((hadUnconfirmed) => ({ onNoGrant, onUnconfirmed, hadUnconfirmed })),
  ),
);

describe('decide-next, row by row', () => {
  test('when a code joins the errcode table, then somebody has decided here what it does', () => {
    const known = new Set([...errcodeTable.map(({ code }) => code), 999_999]);
    expect(table.flatMap(({ codes }) => codes).sort((a, b) => a - b)).toEqual(
      [...known].sort((a, b) => a - b),
    );
  });

  const rows = table.flatMap(({ codes, first, last }) =>
    codes.map((code) => [code, first, last] as const),
  );
  test.each(rows)('%d: %s; when nothing is left to try: %s', (code, first, last) => {
    expect(tell(refused(code))).toBe(first);
    expect(tell(refused(code), spent)).toBe(last);
    for (const facts of policies)
      expect([facts, tell(refused(code), facts)]).toEqual([facts, except(code, facts) ?? first]);
  });

  test.each<[Outcome, string, string]>([
    [{ kind: 'accepted', msgid: '1' }, 'sent spend - -', 'sent spend - -'],
    [{ kind: 'accepted', msgid: null }, 'sent spend - -', 'sent spend - -'],
    [{ kind: 'not-sent', cause: 'dns' }, 'retrying release - -', 'retrying release - alarm'],
    [
      { kind: 'unconfirmed', cause: 'timeout', httpStatus: null },
      'unconfirmed keep - -',
      'unconfirmed keep - -',
    ],
  ])('%j: %s; when nothing is left to try: %s', (outcome, first, last) => {
    expect(tell(outcome)).toBe(first);
    expect(tell(outcome, spent)).toBe(last);
    for (const facts of policies) {
      const isResent = outcome.kind === 'unconfirmed' && facts.onUnconfirmed === 'resend';
      const expected = isResent ? 'retrying release - -' : first;
      expect([facts, tell(outcome, facts)]).toEqual([facts, expected]);
    }
  });
});
