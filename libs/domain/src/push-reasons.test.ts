import { expect, test } from '@jest/globals';
import { decideNext, decideTokenRefusal } from './decide-next.ts';
import type { PushInFlight } from './decision.ts';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { pushReasons } from './push-reasons.ts';
import { asked, now, refused } from './test-support/push-in-flight.ts';
import type { Outcome } from './vocabulary.ts';

const late = { expiresAt: now };
const facts: Partial<PushInFlight>[] = [
  ...[{}, { retries: 9 }, { tokenRetries: 9 }, late, { onNoGrant: 'reject' as const }],
  ...[{ hadUnconfirmed: true }, { hadUnconfirmed: true, hasVerdict: true }],
  ...[{ hadUnconfirmed: true, hasGrant: false }, { onUnconfirmed: 'resend' as const }],
];
const outcomes: Outcome[] = [
  ...[...errcodeTable.map(({ code }) => code), 987_654_321].map((code) => refused(code)),
  { kind: 'unconfirmed', cause: 'timeout', httpStatus: null },
  { kind: 'not-sent', cause: 'connect' },
];

test('when anything is decided, then its reason is one of the known', () => {
  const seen = new Set<string>();
  for (const fact of facts) {
    for (const outcome of outcomes) seen.add(decideNext(asked(outcome, fact)).reason?.code ?? '');
    for (const { code } of errcodeTable) {
      const { push, random } = asked(refused(code), fact);
      const decided = decideTokenRefusal({ push, now, random, errcode: code, errmsg: '' });
      seen.add(decided.reason?.code ?? '');
    }
  }
  seen.delete('');
  expect(seen.size).toBeGreaterThan(15);
  expect([...seen].filter((code) => !pushReasons.includes(code))).toEqual([]);
});

test('when reasons are listed, then each once, in order', () => {
  expect(pushReasons).toEqual([...new Set(pushReasons)].sort());
});
