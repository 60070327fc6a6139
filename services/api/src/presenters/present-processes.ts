import type { ProcessPulse } from '@yuexin/storage';

/** A process beats about once a second. */
const silentAfterMs = 10_000;
/** A push that is due and not taken for so long waits for a worker that does not work. */
const stuckAfterMs = 30_000;

const isAlive = (seenAt: Date, now: Date): boolean =>
  now.getTime() - seenAt.getTime() <= silentAfterMs;

/** The processes of a role as operators see them, those that fell silent in the last minutes included. */
export function presentProcesses(
  processes: readonly ProcessPulse[],
  role: ProcessPulse['role'],
  now: Date,
) {
  return processes
    .filter((one) => one.role === role)
    .map(({ id, seenAt, progressedAt }) => ({
      ...{ id, isAlive: isAlive(seenAt, now), seenAt: seenAt.toISOString() },
      progressedAt: progressedAt?.toISOString() ?? null,
    }));
}

type WaitingApp = {
  pause: object | null;
  pausedTemplates: readonly object[];
  oldestQueuedAt: string | null;
};

/**
 * Whether workers do their work: one lives, and no push that may go has been due for half a minute while no send ended. Apps
 * that are paused, or of whose templates one is, may have pushes that wait on purpose.
 */
export function isProgressing(input: {
  apps: readonly WaitingApp[];
  processes: readonly ProcessPulse[];
  now: Date;
}): boolean {
  const workers = input.processes.filter(({ role }) => role === 'worker');
  if (!workers.some(({ seenAt }) => isAlive(seenAt, input.now))) return false;
  const isOld = (at: string | Date | null): boolean =>
    at !== null && input.now.getTime() - new Date(at).getTime() > stuckAfterMs;
  const isWaiting = input.apps.some(
    ({ pause, pausedTemplates, oldestQueuedAt }) =>
      pause === null && pausedTemplates.length === 0 && isOld(oldestQueuedAt),
  );
  const hasSent = workers.some(({ progressedAt }) => progressedAt !== null && !isOld(progressedAt));
  return !isWaiting || hasSent;
}
