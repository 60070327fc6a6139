import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { decideNext } from './decide-next.ts';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { canFollow } from './push-transitions.ts';
import { now, pushInFlight } from './test-support/push-in-flight.ts';
import { propertyFactor, propertyRuns } from './test-support/property-runs.ts';
import { onNoGrantChoices, onUnconfirmedChoices, type Outcome } from './vocabulary.ts';

// Thousands of runs on a busy machine.
jest.setTimeout(60_000 * propertyFactor);

const errcode = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...errcodeTable.map(({ code }) => code)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 999_999 }) },
);
const random = fc.double({ min: 0, max: 0.999_999, noNaN: true }).map((value) => () => value);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant<Outcome>({ kind: 'accepted', msgid: '1' }),
  fc.constant<Outcome>({ kind: 'not-sent', cause: 'dns' }),
  fc.constant<Outcome>({ kind: 'unconfirmed', cause: 'timeout', httpStatus: null }),
  fc.record({
    kind: fc.constant('refused' as const),
    errcode,
    errmsg: fc.string(),
    rid: fc.constant(null),
  }),
);

const push = fc
  .record({
    attemptNumber: fc.integer({ min: 1, max: 30 }),
    retries: fc.integer({ min: 0, max: 6 }),
    tokenRetries: fc.integer({ min: 0, max: 4 }),
    expiresInMs: fc.integer({ min: -1000, max: 120_000 }),
    onNoGrant: fc.constantFrom(...onNoGrantChoices),
    onUnconfirmed: fc.constantFrom(...onUnconfirmedChoices),
    hasGrant: fc.boolean(),
    hadUnconfirmed: fc.boolean(),
    hasVerdict: fc.boolean(),
  })
  .map(({ expiresInMs, ...facts }) =>
    pushInFlight({ ...facts, expiresAt: new Date(now.getTime() + expiresInMs) }),
  );

const runs = propertyRuns(2000);

describe('any decision', () => {
  test('moves the push where it may go, and is due exactly while it backs off, before its expiry; what may have been delivered is never called expired', () => {
    fc.assert(
      fc.property(push, outcome, random, (inFlight, learned, jitter) => {
        const decision = decideNext({ push: inFlight, outcome: learned, now, random: jitter });
        expect(canFollow('sending', decision.state)).toBe(true);
        expect(decision.dueAt !== null).toBe(decision.state === 'retrying');
        if (inFlight.hadUnconfirmed) expect(decision.state).not.toBe('expired');
        const { dueAt } = decision;
        if (dueAt === null) return;
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
        if (inFlight.hadUnconfirmed) return;
        expect(dueAt.getTime()).toBeLessThan(inFlight.expiresAt.getTime());
      }),
      runs,
    );
  });

  test('keeps a grant only while unconfirmed, spends it only as sent, and gives a reason for all but success', () => {
    fc.assert(
      fc.property(push, outcome, random, (inFlight, learned, jitter) => {
        const decision = decideNext({ push: inFlight, outcome: learned, now, random: jitter });
        expect(decision.grantEffect === 'keep').toBe(decision.state === 'unconfirmed');
        expect(decision.grantEffect === 'spend').toBe(decision.state === 'sent');
        const isPlainSuccess = decision.state === 'sent' && decision.reason === null;
        expect(decision.reason !== null || isPlainSuccess).toBe(true);
      }),
      runs,
    );
  });

  test('counts a retry only for a push that goes on, and pauses only with a reason', () => {
    fc.assert(
      fc.property(push, outcome, random, (inFlight, learned, jitter) => {
        const decision = decideNext({ push: inFlight, outcome: learned, now, random: jitter });
        if (decision.state !== 'retrying') {
          expect([decision.countsAsRetry, decision.countsAsTokenRetry]).toEqual([false, false]);
        }
        const until = decision.appPause?.until ?? null;
        if (until !== null) expect(until.getTime()).toBeGreaterThan(now.getTime());
      }),
      runs,
    );
  });
});

describe('P2: every push ends', () => {
  test('whatever comes, a push that is tried whenever it is due ends, or waits for evidence or a grant', () => {
    const manyOutcomes = fc.array(outcome, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(manyOutcomes, random, (outcomes, jitter) => {
        const expiresAt = new Date(now.getTime() + 3_600_000);
        let facts = pushInFlight({ expiresAt });
        let at = now;
        for (let turn = 0; at.getTime() < expiresAt.getTime() + 1; turn += 1) {
          const learned = outcomes[turn % outcomes.length]!;
          const decision = decideNext({ push: facts, outcome: learned, now: at, random: jitter });
          if (decision.state !== 'retrying') return;
          // The claim and the call take a moment; a pause with an end is waited for.
          const resumedAt = decision.appPause?.until ?? at;
          at = new Date(Math.max(decision.dueAt!.getTime(), resumedAt.getTime()) + 1000);
          facts = {
            ...facts,
            attemptNumber: facts.attemptNumber + 1,
            retries: facts.retries + Number(decision.countsAsRetry),
            tokenRetries: facts.tokenRetries + Number(decision.countsAsTokenRetry),
          };
        }
        // Only the claim may find it past its expiry: no decision made after that sends it round again.
        const decision = decideNext({
          push: facts,
          outcome: outcomes[0]!,
          now: at,
          random: jitter,
        });
        expect(['retrying', 'parked']).not.toContain(decision.state);
      }),
      propertyRuns(500),
    );
  });
});
