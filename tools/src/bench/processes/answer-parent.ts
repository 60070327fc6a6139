type Call = { id: number; method: string; args: unknown[] };

/** The other end of HelperProcess: answers its calls with these methods, and ends when it is gone. */
export function answerParent(
  methods: Readonly<Record<string, (...args: never[]) => unknown>>,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  process.on('message', (message) => {
    void answer(message as Call);
  });
  process.on('disconnect', () => {
    void close().finally(() => process.exit());
  });
  const answer = async ({ id, method, args }: Call): Promise<void> => {
    try {
      const found = methods[method] as ((...given: unknown[]) => unknown) | undefined;
      if (found === undefined) throw new Error(`There is no ${method}.`);
      process.send?.({ id, result: await found(...args) });
    } catch (error) {
      process.send?.({ id, error: (error as Error).stack ?? String(error) });
    }
  };
}
