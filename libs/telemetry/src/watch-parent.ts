const pollMs = 1000;

/** Whether a process of this id exists; one that belongs to somebody else does. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Calls `onGone` once when the process `parentPid` has disappeared; looks every second until `signal` aborts. Keeps no process alive. */
export function watchParent(input: {
  parentPid: number;
  isAlive: (pid: number) => boolean;
  onGone: () => void;
  signal: AbortSignal;
}): void {
  const { parentPid, isAlive, onGone, signal } = input;
  const timer = setInterval(() => {
    if (isAlive(parentPid)) return;
    clearInterval(timer);
    onGone();
  }, pollMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
