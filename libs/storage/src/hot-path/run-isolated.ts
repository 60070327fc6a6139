import { isAway, isLockedOut } from './is-away.ts';

/** What became of some of the items: they share an answer, or none of them was accepted. */
export type Portion<Item, Answer> =
  { items: readonly Item[]; answer: Answer } | { items: readonly Item[]; error: Error };

/** Each has waited for its lock; more would keep what is behind them for too long. */
const maxLockedOut = 3;

/**
 * Runs a batch as one statement (design 9). What loses its races, waits too long for a lock or is refused is run item by item,
 * so that one poison or locked row cannot sink its neighbours. Throws only when nothing was done: the database is away. A run is
 * one transaction.
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
  let lockedOut = 0;
  for (const [index, item] of items.entries()) {
    const portion = await tryRun([item], run);
    portions.push(portion);
    if (!('error' in portion)) continue;
    if (isLockedOut(portion.error)) lockedOut += 1;
    if (!isAway(portion.error) && lockedOut < maxLockedOut) continue;
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
