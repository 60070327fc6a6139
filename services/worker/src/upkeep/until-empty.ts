/** No run holds its turn for ever: what is left is the next run's. */
const maxRounds = 50;

/** Repeats a bounded step while it comes back full. Resolves to all it touched. */
export async function untilEmpty(input: {
  limit: number;
  signal: AbortSignal;
  step: (limit: number) => Promise<number>;
}): Promise<number> {
  let total = 0;
  for (let round = 0; round < maxRounds && !input.signal.aborted; round += 1) {
    const touched = await input.step(input.limit);
    total += touched;
    if (touched < input.limit) break;
  }
  return total;
}
