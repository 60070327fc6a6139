import type { SeededRandom } from '../../chaos/plan/seeded-random.ts';
import { templates } from './freight-program.ts';
import type { Scenario } from './scenario.ts';

/** How one synthetic user lives: drawn once, the same for every way of asking. */
export type Habits = {
  visitsPerDay: number;
  tripsPerDay: number;
  /** Goods that match the user's routes, whether or not the mini program is opened. */
  matchesPerDay: number;
  /** The chance that a rested user allows a pop-up. */
  willingness: number;
  /** By template: the chance that it stays ticked when the pop-up is allowed. */
  interests: Readonly<Record<string, number>>;
};

const between = (random: SeededRandom, from: number, to: number): number =>
  from + random.next() * (to - from);

function drawVisits(random: SeededRandom): number {
  const kind = random.next();
  if (kind < 0.3) return between(random, 0.8, 2.5);
  return kind < 0.75 ? between(random, 0.15, 0.6) : between(random, 0.03, 0.12);
}

function drawWillingness(random: SeededRandom): number {
  const kind = random.next();
  if (kind < 0.5) return between(random, 0.75, 0.97);
  return kind < 0.85 ? between(random, 0.35, 0.7) : between(random, 0.03, 0.2);
}

export function drawHabits(random: SeededRandom, scenario: Scenario): Habits {
  const visitsPerDay = drawVisits(random) * scenario.visits;
  return {
    visitsPerDay,
    // Who comes daily drives daily; who comes seldom has a trip now and then.
    tripsPerDay: Math.min(visitsPerDay * between(random, 0.1, 0.3), 0.4) * scenario.demand,
    matchesPerDay: between(random, 0.05, 0.6) * scenario.demand,
    willingness: drawWillingness(random),
    interests: Object.fromEntries(
      templates.map(({ templateId, appeal }) => [
        templateId,
        Math.min(1, appeal * between(random, 0.7, 1.1)),
      ]),
    ),
  };
}
