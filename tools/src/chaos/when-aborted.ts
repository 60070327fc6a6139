/** Rejects when somebody wants the run to end. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const leave = (): void => reject(new Error('Interrupted.'));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
  });
}
