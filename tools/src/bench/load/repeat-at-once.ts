/** Calls `once` for 0 to count - 1, so many at a time, each as soon as one is done: a closed loop. Resolves to what it took. */
export async function repeatAtOnce(input: {
  count: number;
  atOnce: number;
  once: (index: number) => Promise<void>;
}): Promise<{ tookMs: number }> {
  const { count, atOnce, once } = input;
  let next = 0;
  const carry = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await once(index);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, carry));
  return { tookMs: performance.now() - startedAt };
}
