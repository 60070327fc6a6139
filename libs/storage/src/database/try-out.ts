import type { Database } from './database.ts';

/** Does `work` in one transaction and takes all of it back; resolves to what it found meanwhile. */
export async function tryOut<T>(
  database: { atomically: <R>(work: (inside: Database) => Promise<R>) => Promise<R> },
  work: (inside: Database) => Promise<T>,
): Promise<T> {
  const found: T[] = [];
  try {
    await database.atomically(async (inside) => {
      found.push(await work(inside));
      throw new Error('Tried out: taken back.');
    });
  } catch (error) {
    // Our own, and whatever else then ended the transaction: nothing of it stands either way.
    if (found.length === 0) throw error;
  }
  return found[0] as T;
}
