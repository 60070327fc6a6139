export type DeadlineResult =
  { kind: 'done' } | { kind: 'late' } | { kind: 'failed'; error: unknown };

/** Runs `work` and waits at most `deadlineMs` for it; never rejects. What is late is left running. */
export async function runWithDeadline(
  work: () => Promise<void> | void,
  deadlineMs: number,
): Promise<DeadlineResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DeadlineResult>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), deadlineMs);
  });
  const run = async (): Promise<DeadlineResult> => {
    try {
      await work();
      return { kind: 'done' };
    } catch (error) {
      return { kind: 'failed', error };
    }
  };
  const result = await Promise.race([run(), late]);
  clearTimeout(timer);
  return result;
}
