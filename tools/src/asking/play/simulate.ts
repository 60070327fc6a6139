import { createSeededRandom } from '../../chaos/plan/seeded-random.ts';
import type { WayOfAsking } from '../ways/way-of-asking.ts';
import { drawHabits } from '../world/draw-habits.ts';
import { dayMs, drawMonth } from '../world/draw-month.ts';
import type { Scenario } from '../world/scenario.ts';
import { playMonth, type MonthCounts } from './play-month.ts';

export type Simulation = {
  seed: number;
  users: number;
  days: number;
  scenario: Scenario;
  ways: readonly WayOfAsking[];
};

/** What all users of one way of asking come to. */
export type WaySum = { way: WayOfAsking['name']; counts: MonthCounts };

/** Way by way, in their order. The same input gives the same sums. */
export function simulate(input: Simulation): WaySum[] {
  const { seed, users, days, scenario, ways } = input;
  const sums = ways.map((way) => ({ way, counts: { ...nothing } }));
  for (let user = 0; user < users; user += 1) {
    const stream = (name: string) => createSeededRandom(seed, `${name}/${String(user)}`);
    const habits = drawHabits(stream('habits'), scenario);
    const random = { visits: stream('visits'), needs: stream('needs') };
    const moments = drawMonth({ habits, days, random });
    for (const { way, counts } of sums) {
      const month = playMonth({ habits, moments, scenario, way, endMs: days * dayMs });
      for (const name of Object.keys(month) as (keyof MonthCounts)[]) counts[name] += month[name];
    }
  }
  return sums.map(({ way, counts }) => ({ way: way.name, counts }));
}

const nothing: MonthCounts = {
  ...{ needs: 0, atOnce: 0, released: 0, expired: 0, waiting: 0 },
  ...{ asks: 0, popups: 0, refusals: 0, accepts: 0, spare: 0, standingRejects: 0 },
};
