import { describe, expect, test } from '@jest/globals';
import { waysOfAsking } from '../ways/ways-of-asking.ts';
import { otherScenarios, usualScenario } from '../world/scenario.ts';
import { checkBooks } from './check-books.ts';
import { simulate } from './simulate.ts';
import { summariseMonth } from './summarise-month.ts';

const small = { seed: 1, users: 60, days: 30, scenario: usualScenario, ways: waysOfAsking };

describe('the simulation of asking', () => {
  test('when the seed is the same, then every figure is; with another seed they differ', () => {
    const first = simulate(small);
    expect(simulate(small)).toEqual(first);
    expect(simulate({ ...small, seed: 2 })).not.toEqual(first);
  });

  test('when a way is played alone, then its users live the same month', () => {
    const together = simulate(small);
    const apart = waysOfAsking.map((way) => simulate({ ...small, ways: [way] })[0]);
    expect(apart).toEqual(together);
  });

  test.each([usualScenario, ...otherScenarios])(
    'every accept is counted once and every push has one end: $name',
    (scenario) => {
      for (const { counts } of simulate({ ...small, scenario })) {
        expect(counts.accepts).toBe(counts.atOnce + counts.released + counts.spare);
        expect(counts.needs).toBe(
          counts.atOnce + counts.released + counts.expired + counts.waiting,
        );
        expect(counts.popups).toBeLessThanOrEqual(counts.asks);
        expect(counts.refusals).toBeLessThanOrEqual(counts.popups);
      }
    },
  );

  test('all ways meet the same pushes', () => {
    const [needs, ...others] = simulate(small).map(({ counts }) => counts.needs);
    expect(needs).toBeGreaterThan(500);
    expect(others).toEqual([needs, needs]);
  });

  test('when an accept paid twice, or a push is lost, then the books do not balance', () => {
    const { counts } = simulate(small)[0]!;
    expect(() => checkBooks(counts)).not.toThrow();
    expect(() => checkBooks({ ...counts, released: counts.released + 1 })).toThrow(/balance/);
    expect(() => checkBooks({ ...counts, expired: counts.expired - 1 })).toThrow(/balance/);
  });

  test('the planner finds a grant for more pushes than either other way, with fewer pop-ups than by balance', () => {
    const crowd = { ...small, users: 600 };
    const [same, emptiest, planner] = simulate(crowd).map(({ counts }) =>
      summariseMonth(counts, 600),
    );
    expect(planner!.found).toBeGreaterThan(emptiest!.found + 0.03);
    expect(planner!.found).toBeGreaterThan(same!.found + 0.06);
    expect(planner!.popups).toBeLessThan(emptiest!.popups * 0.85);
    expect(planner!.standingRejects).toBeLessThan(
      Math.min(same!.standingRejects, emptiest!.standingRejects),
    );
  });
});
