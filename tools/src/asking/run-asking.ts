import type { AskingRecord, AskingRow } from './asking-record.ts';
import { checkBooks } from './play/check-books.ts';
import { simulate } from './play/simulate.ts';
import { summariseMonth } from './play/summarise-month.ts';
import type { AskingOptions } from './read-asking-options.ts';
import { waysOfAsking } from './ways/ways-of-asking.ts';
import { otherScenarios, usualScenario, type Scenario } from './world/scenario.ts';

/** The other scenarios are there for their direction: fewer users show it. */
const scenarioPart = 0.3;

/** Plays every scenario; the same options give the same record. */
export function runAsking(
  options: Pick<AskingOptions, 'seeds' | 'users' | 'days'>,
  print: (line: string) => void,
): AskingRecord {
  const { seeds, users, days } = options;
  const play = (seed: number, scenario: Scenario, crowd: number): AskingRow[] => {
    print(`${scenario.name}: seed ${String(seed)}, ${String(crowd)} users, ${String(days)} days`);
    const sums = simulate({ seed, users: crowd, days, scenario, ways: waysOfAsking });
    return sums.map(({ way, counts }) => {
      checkBooks(counts);
      return { way, figures: summariseMonth(counts, crowd) };
    });
  };
  const fewer = Math.ceil(users * scenarioPart);
  return {
    users,
    days,
    bySeed: seeds.map((seed) => ({ seed, rows: play(seed, usualScenario, users) })),
    byScenario: otherScenarios.map((scenario) => ({
      name: scenario.name,
      users: fewer,
      rows: play(seeds[0] ?? 1, scenario, fewer),
    })),
  };
}
