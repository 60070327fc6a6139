import type { ProcessPulse } from '@yuexin/storage';
import { ok, warning, type Finding } from '../finding.ts';

const check = 'Processes';
const silentAfterMs = 10_000;
const roles = ['api', 'worker'] as const;

/** Who beats in PostgreSQL. `now` is by PostgreSQL’s clock. */
export function judgeProcesses(pulses: readonly ProcessPulse[], now: Date): Finding[] {
  return roles.map((role) => {
    const seen = pulses.filter((one) => one.role === role);
    const alive = seen.filter(({ seenAt }) => now.getTime() - seenAt.getTime() <= silentAfterMs);
    if (alive.length > 0) return ok(check, `${alive.length} ${role} alive.`);
    const last = Math.max(...seen.map(({ seenAt }) => seenAt.getTime()));
    const detail =
      seen.length === 0
        ? `No ${role} has beaten in the last ten minutes.`
        : `No ${role} has beaten since ${new Date(last).toISOString()}.`;
    const meaning = role === 'api' ? 'nothing is accepted' : 'what is accepted waits';
    return warning(check, detail, `Start one (npm run start:${role}); until then ${meaning}.`);
  });
}
