import { normaliseError } from '@yuexin/errors';
import type { AudienceAtWork, AudienceRepository } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { carryOnAudience, type AudienceDeps } from './carry-on-audience.ts';
import type { Sweep } from './sweep.ts';

type Deps = AudienceDeps & {
  audiences: Pick<AudienceRepository, 'listAtWork' | 'collect'>;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'audiencesAtWork'>;
};

/** Users looked at by one step of a walk, and steps of one run. */
const walk = 2_000;
const maxWalks = 25;

/**
 * Audiences, each at its own rate; what a crashed worker left goes on from where it was committed. One that fails is logged and does
 * not stop the rest.
 */
export function runAudiences(deps: Deps): Sweep {
  // A hundred that are held must not hide those behind them: the next run begins where this one ended.
  let after: string | null = null;
  let passed = 0;
  return {
    name: 'run-audiences',
    everyMs: 1_000,
    busyMs: 250,
    isShared: true,
    run: async (signal) => {
      const { audiences, next } = await deps.audiences.listAtWork(after);
      after = next;
      passed += audiences.length;
      if (after === null) {
        deps.metrics.audiencesAtWork.set(passed);
        passed = 0;
      }
      let total = 0;
      for (const audience of audiences) {
        if (signal.aborted) break;
        try {
          total += await (audience.state === 'collecting'
            ? collect(deps, audience, signal)
            : carryOnAudience(deps, audience, signal));
        } catch (thrown) {
          const error = normaliseError(thrown);
          const facts = { audienceId: audience.id, error };
          if (error.kind === 'bug') deps.logger.error('an audience failed', facts);
          else deps.logger.warn('an audience failed; it goes on later', facts);
        }
      }
      return total;
    },
  };
}

/** Those who hold a grant become its recipients. */
async function collect(deps: Deps, audience: AudienceAtWork, signal: AbortSignal): Promise<number> {
  let after = audience.cursorOpenid;
  for (let walks = 0; walks < maxWalks && !signal.aborted; walks += 1) {
    const step = await deps.audiences.collect({ audienceId: audience.id, after, limit: walk });
    if (step.kind === 'stale' || step.isDone || step.last === null) return 1;
    after = step.last;
  }
  return 1;
}
