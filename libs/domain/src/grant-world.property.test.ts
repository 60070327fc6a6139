import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { isEndState } from './push-transitions.ts';
import { createGrantWorld } from './test-support/grant-world.ts';
import type { Fate } from './test-support/meet-wechat.ts';
import { propertyFactor, propertyRuns } from './test-support/property-runs.ts';
import { pairWithEldest } from './test-support/pair-events.ts';
import { onNoGrantChoices, onUnconfirmedChoices } from './vocabulary.ts';

// Thousands of runs on a busy machine.
jest.setTimeout(120_000 * propertyFactor);

type World = ReturnType<typeof createGrantWorld>;
type Step = (world: World) => void;

const errcode = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...errcodeTable.map(({ code }) => code)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 999_999 }) },
);
const random = fc.double({ min: 0, max: 0.999_999, noNaN: true }).map((value) => () => value);

/** Codes that WeChat gives only when it knows more than the model of it (0, 43101 and their like). */
const modelled = new Set([0, 43101, 48002, 40241]);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.boolean().map((isNamed): Fate => ({ kind: 'answered', isNamed })),
  },
  { weight: 4, arbitrary: fc.constant<Fate>({ kind: 'answer-lost' }) },
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: 'request-lost' }) },
  { weight: 1, arbitrary: fc.constant<Fate>({ kind: 'not-sent' }) },
  {
    weight: 2,
    arbitrary: errcode
      .filter((code) => !modelled.has(code))
      .map((code): Fate => ({ kind: 'errcode', errcode: code })),
  },
);

const pick = fc.nat({ max: 7 });
const anyChoice = fc.record({
  onNoGrant: fc.constantFrom(...onNoGrantChoices),
  onUnconfirmed: fc.constantFrom(...onUnconfirmedChoices),
  hasPurpose: fc.boolean(),
});
/** send-anyway and resend trade certainty away: after them 43101 may have other causes. */
const carefulChoice = fc.record({
  onNoGrant: fc.constantFrom('park' as const, 'reject' as const),
  onUnconfirmed: fc.constantFrom('reconcile' as const, 'hold' as const),
  hasPurpose: fc.boolean(),
});
const tap: fc.Arbitrary<Step> = fc.tuple(fc.nat(5), fc.nat(2)).map(
  ([one, other]): Step =>
    (world) =>
      world.grant(one > 0, other === 0),
);
const attempt: fc.Arbitrary<Step> = fc.tuple(pick, fate, pick).map(([which, what, whose]) => {
  return (world) => {
    world.claim(which);
    world.send(what);
    world.settle(whose);
  };
});
const stepsWith = (choice: typeof anyChoice | typeof carefulChoice) =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: tap },
      {
        weight: 4,
        arbitrary: choice.map(
          (one): Step =>
            (world) =>
              world.accept(one),
        ),
      },
      {
        weight: 1,
        arbitrary: choice.map(
          (one): Step =>
            (world) =>
              world.supersede(one),
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(pick, fc.nat(3)).map(
          ([one, fate]): Step =>
            (world) =>
              world.rule(one, fate === 0),
        ),
      },
      {
        weight: 2,
        arbitrary: pick.map(
          (one): Step =>
            (world) =>
              world.wake(one),
        ),
      },
      { weight: 1, arbitrary: fc.constant<Step>((world) => world.endEarmarks()) },
      { weight: 5, arbitrary: attempt },
      {
        weight: 3,
        arbitrary: pick.map(
          (one): Step =>
            (world) =>
              world.claim(one),
        ),
      },
      {
        weight: 4,
        arbitrary: fate.map(
          (one): Step =>
            (world) =>
              world.send(one),
        ),
      },
      {
        weight: 5,
        arbitrary: pick.map(
          (one): Step =>
            (world) =>
              world.settle(one),
        ),
      },
      { weight: 2, arbitrary: fc.constant<Step>((world) => world.loseLease()) },
      {
        weight: 4,
        arbitrary: fc.tuple(pick, fc.nat(3)).map(
          ([one, fortune]): Step =>
            (world) =>
              world.hear(one, fortune === 0),
        ),
      },
      {
        weight: 4,
        arbitrary: pick.map(
          (one): Step =>
            (world) =>
              world.judge(one),
        ),
      },
      {
        weight: 1,
        arbitrary: pick.map(
          (one): Step =>
            (world) =>
              world.expire(one),
        ),
      },
    ),
    { maxLength: 60, size: 'max' },
  );
const steps = stepsWith(anyChoice);
const carefulSteps = stepsWith(carefulChoice);

const runs = propertyRuns(4000);

/** Every world that random steps lead to. */
function always(check: (world: World) => void, taken = steps): void {
  const property = fc.property(taken, random, (some, jitter) => {
    const world = createGrantWorld(jitter);
    for (const next of some) next(world);
    check(world);
  });
  fc.assert(property, runs);
}

describe('In a world of one user and one template', () => {
  test('P2: whatever was crashed, lost, repeated or late, every push has ended by its expiry', () => {
    always((world) => {
      world.endOfTime();
      expect(world.pushes.filter(({ state }) => !isEndState(state))).toEqual([]);
    });
  });

  test('P3: a grant pays for one push, and messages never outnumber taps', () => {
    // The world throws when a push touches a grant that is not its own, or moves where it may not.
    fc.assert(
      fc.property(steps, random, (some, jitter) => {
        const world = createGrantWorld(jitter);
        let taps = 0;
        const counted = {
          ...world,
          grant: (isHeard: boolean, hasPurpose?: boolean) => {
            taps += 1;
            world.grant(isHeard, hasPurpose);
          },
        };
        for (const next of some) next(counted);
        const delivered = world.pushes.reduce((sum, { delivered: count }) => sum + count, 0);
        expect(delivered + world.wechatGrants()).toBe(taps);
      }),
      runs,
    );
  });

  test('P3: once all is quiet, the ledger promises no grant that WeChat does not hold', () => {
    always((world) => {
      const isQuiet = world.pushes.every(({ state }) => isEndState(state) || state === 'parked');
      // A misjudged push that is refused for another reason gives back what WeChat has used; the next 43101 tells.
      const isCertain = world.pushes.every(
        ({ isMisjudged, isExposed, isOverdrawn, state }) =>
          !isExposed && !isOverdrawn && (!isMisjudged || state === 'sent'),
      );
      fc.pre(isQuiet && isCertain);
      const promised = world.available().length + world.kept().length;
      expect(promised).toBeLessThanOrEqual(world.wechatGrants());
    }, carefulSteps);
  });

  test('P4: no push is delivered twice unless its caller chose resend', () => {
    always((world) => {
      const twice = world.pushes.filter(({ delivered }) => delivered > 1);
      const wronged = twice.filter(
        ({ onUnconfirmed, isExposed }) => onUnconfirmed !== 'resend' && !isExposed,
      );
      expect(wronged).toEqual([]);
    });
  });

  test('what is called sent was delivered, whatever other callers chose', () => {
    always((world) => {
      // Twice delivered with an unheard grant, a push has two events, and the second may be taken for another's.
      fc.pre(world.pushes.every(({ isExposed }) => !isExposed));
      const unsent = world.pushes.filter(
        ({ state, delivered }) => state === 'sent' && delivered === 0,
      );
      expect(unsent).toEqual([]);
    });
  });

  test('a grant is kept only while no parked push of its purpose wants it', () => {
    always((world) => {
      const parked = world.pushes.filter(({ state }) => state === 'parked');
      const isWanted = parked.some(({ hasPurpose }) => hasPurpose);
      expect(isWanted && world.kept().length > 0).toBe(false);
    });
  });

  test('what a newer push has taken the place of never waits again', () => {
    always((world) => {
      const waits: readonly string[] = ['scheduled', 'parked', 'queued', 'retrying'];
      const wronged = world.pushes.filter(
        ({ isSuperseded, state }) => isSuperseded && waits.includes(state),
      );
      expect(wronged).toEqual([]);
    });
  });

  test('what was delivered never parks', () => {
    always((world) => {
      const wronged = world.pushes.filter(
        ({ state, delivered }) => state === 'parked' && delivered > 0,
      );
      expect(wronged).toEqual([]);
    }, carefulSteps);
  });

  test('of an event that may be of two pushes, ADR 0013 makes no false fact; the eldest of design 5 does', () => {
    /** Pushes called sent, those of them that nobody got, and those still unconfirmed, in the same worlds. */
    const count = (pair: typeof pairWithEldest | undefined) => {
      const sum = { sent: 0, wrong: 0, unconfirmed: 0 };
      const property = fc.property(carefulSteps, random, (some, jitter) => {
        const world = createGrantWorld(jitter, pair);
        for (const next of some) next(world);
        const sent = world.pushes.filter(({ state }) => state === 'sent');
        sum.sent += sent.length;
        sum.wrong += sent.filter(({ delivered }) => delivered === 0).length;
        sum.unconfirmed += world.pushes.filter(({ state }) => state === 'unconfirmed').length;
      });
      fc.assert(property, { seed: 1, numRuns: 6000 });
      return sum;
    };
    const proven = count(undefined);
    const eldest = count(pairWithEldest);
    expect(proven.wrong).toBe(0);
    expect(eldest.wrong).toBeGreaterThan(0);
  });
});
