import { AppError } from '@yuexin/errors';
import { hasLostRace } from './rerun-lost-race.ts';

/** What became of some of the items: they share an answer, or none of them was accepted. */
export type Portion<Item, Answer> =
  { items: readonly Item[]; answer: Answer } | { items: readonly Item[]; error: Error };

/**
 * Runs a batch as one statement (design 9). What loses its races or is refused is run item by item, so that one poison row
 * cannot sink its neighbours. Throws only when nothing was done: the database is away. A run is one transaction.
 */
export async function runIsolated<Item, Answer>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<Answer>,
): Promise<Portion<Item, Answer>[]> {
  if (items.length === 0) return [];
  const first = await tryRun(items, run);
  if ('answer' in first) return [first];
  if (isAway(first.error)) throw first.error;
  if (items.length === 1) return [first];
  return runOneByOne(items, run);
}

async function runOneByOne<Item, Answer>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<Answer>,
): Promise<Portion<Item, Answer>[]> {
  const portions: Portion<Item, Answer>[] = [];
  for (const [index, item] of items.entries()) {
    const portion = await tryRun([item], run);
    portions.push(portion);
    if (!('error' in portion) || !isAway(portion.error)) continue;
    // Some are committed already and must be answered for; the rest is given back.
    const { error } = portion;
    return [...portions, ...items.slice(index + 1).map((rest) => ({ items: [rest], error }))];
  }
  return portions;
}

async function tryRun<Item, Answer>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<Answer>,
): Promise<Portion<Item, Answer>> {
  try {
    return { items, answer: await run(items) };
  } catch (error) {
    return { items, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function isAway(error: Error): boolean {
  return error instanceof AppError && error.kind === 'unavailable' && !hasLostRace(error);
}
