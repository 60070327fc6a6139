/** No run holds its turn for ever: what is left is the next run's. */
const maxRounds = 50;

/**
 * Repeats a bounded step while it comes back full. Resolves to all it touched. Half of the limit is full: a step leaves out the few
 * whose rows another holds, and on a busy day some always are.
 */
export async function untilEmpty(input: {
  limit: number;
  signal: AbortSignal;
  step: (limit: number) => Promise<number>;
}): Promise<number> {
  let total = 0;
  for (let round = 0; round < maxRounds && !input.signal.aborted; round += 1) {
    const touched = await input.step(input.limit);
    total += touched;
    if (touched * 2 < input.limit) break;
  }
  return total;
}
