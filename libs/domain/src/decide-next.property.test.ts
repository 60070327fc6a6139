import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { decideNext } from './decide-next.ts';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { canFollow, isEndState } from './push-transitions.ts';
import { createGrantWorld, type Fate } from './test-support/grant-world.ts';
import { now, pushInFlight } from './test-support/push-in-flight.ts';
import { onNoGrantChoices, onUnconfirmedChoices, type Outcome } from './vocabulary.ts';

// Thousands of runs on a busy machine.
jest.setTimeout(60_000);

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
  })
  .map(({ expiresInMs, ...facts }) =>
    pushInFlight({ ...facts, expiresAt: new Date(now.getTime() + expiresInMs) }),
  );

/** Codes that WeChat gives only when it knows more than the model of it (0, 43101 and their like). */
const modelled = new Set([0, 43101, 48002, 40241]);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: 'answered' }) },
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: 'answer-lost' }) },
  { weight: 2, arbitrary: fc.constant<Fate>({ kind: 'request-lost' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'not-sent' }) },
  {
    weight: 2,
    arbitrary: errcode
      .filter((code) => !modelled.has(code))
      .map((code): Fate => ({ kind: 'errcode', errcode: code })),
  },
);

const pick = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'grant' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('accept' as const),
      onNoGrant: fc.constantFrom(...onNoGrantChoices),
      onUnconfirmed: fc.constantFrom(...onUnconfirmedChoices),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('attempt' as const), pick, fate }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      pick,
      how: fc.constantFrom('event' as const, 'silence' as const, 'expiry' as const),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(world: ReturnType<typeof createGrantWorld>, steps: readonly Step[]): void {
  for (const next of steps) {
    if (next.kind === 'grant') world.grant();
    if (next.kind === 'accept') world.accept(next);
    if (next.kind === 'attempt') world.attempt(next.pick, next.fate);
    if (next.kind === 'resolve') world.resolve(next.pick, next.how);
  }
}

const played = fc.tuple(fc.array(step, { maxLength: 40 }), random);
const runs = { numRuns: 2000 };

describe('any decision', () => {
  test('moves the push where it may go, and is due exactly while it backs off, before its expiry', () => {
    fc.assert(
      fc.property(push, outcome, random, (inFlight, learned, jitter) => {
        const decision = decideNext({ push: inFlight, outcome: learned, now, random: jitter });
        expect(canFollow('sending', decision.state)).toBe(true);
        expect(decision.dueAt !== null).toBe(decision.state === 'retrying');
        const { dueAt } = decision;
        if (dueAt === null) return;
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
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
      { numRuns: 500 },
    );
  });
});

describe('in a world of one user and one template', () => {
  test('P3: a grant pays for one push, and messages never outnumber grants', () => {
    fc.assert(
      fc.property(played, ([steps, jitter]) => {
        // The world throws when a push touches a grant that is not its own, or moves where it may not.
        const world = createGrantWorld(jitter);
        play(world, steps);
        const given = steps.filter(({ kind }) => kind === 'grant').length;
        const delivered = world.pushes.reduce((sum, { delivered: count }) => sum + count, 0);
        expect(delivered + world.wechatGrants()).toBeLessThanOrEqual(given);
      }),
      runs,
    );
  });

  test('P3: once all is quiet, the ledger promises no grant that WeChat does not hold', () => {
    fc.assert(
      fc.property(played, ([steps, jitter]) => {
        const world = createGrantWorld(jitter);
        play(world, steps);
        const isQuiet = world.pushes.every(({ state }) => isEndState(state) || state === 'parked');
        // A misjudged push that is refused for another reason gives back what WeChat has used; the next 43101 tells.
        const isCertain = world.pushes.every(
          ({ onUnconfirmed, isMisjudged, state }) =>
            onUnconfirmed !== 'resend' && (!isMisjudged || state === 'sent'),
        );
        fc.pre(isQuiet && isCertain);
        expect(world.available().length).toBeLessThanOrEqual(world.wechatGrants());
      }),
      runs,
    );
  });

  test('P4: no push is delivered twice unless its caller chose resend', () => {
    fc.assert(
      fc.property(played, ([steps, jitter]) => {
        const world = createGrantWorld(jitter);
        play(world, steps);
        const twice = world.pushes.filter(({ delivered }) => delivered > 1);
        expect(twice.filter(({ onUnconfirmed }) => onUnconfirmed !== 'resend')).toEqual([]);
      }),
      runs,
    );
  });

  test('what is called sent was delivered, and what was delivered never parks', () => {
    fc.assert(
      fc.property(played, ([steps, jitter]) => {
        const world = createGrantWorld(jitter);
        play(world, steps);
        // send-anyway and resend trade this certainty away: 43101 then may have other causes.
        const careful = world.pushes.filter(
          ({ onNoGrant, onUnconfirmed }) =>
            onNoGrant !== 'send-anyway' && onUnconfirmed !== 'resend',
        );
        const wronged = careful.filter(
          ({ state, delivered }) =>
            (state === 'sent' && delivered === 0) || (state === 'parked' && delivered > 0),
        );
        expect(wronged).toEqual([]);
      }),
      runs,
    );
  });
});
