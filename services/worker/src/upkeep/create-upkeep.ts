import { normaliseError } from '@yuexin/errors';
import type { UpkeepRepository } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { Random } from '../flow/jitter.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import type { Sweep } from './sweep.ts';

export type Upkeep = {
  start(): void;
  /** Starts no further run and waits for those under way. */
  stop(): Promise<void>;
  /** Sweeps whose present run hangs, or whose timer has died: for readiness. */
  stuck(): string[];
};

type Deps = {
  sweeps: readonly Sweep[];
  upkeep: Pick<UpkeepRepository, 'takeTurn' | 'reportTurn'>;
  clock: Clock;
  random: Random;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'sweepRuns' | 'sweepTouched' | 'sweepSeconds'>;
};

/** A turn ends a little before the next tick, or a lone worker would run each sweep every second time. */
const turnShare = 0.8;
const maxSilenceMs = 90_000;
/** A run that found nothing is written down only now and then: most runs find nothing. */
const quietReportMs = 15_000;

/** Runs each sweep on a timer of its own, never twice at once in this process. Errors are logged and never fatal. */
export function createUpkeep(deps: Deps): Upkeep {
  const stopping = new AbortController();
  const loops = deps.sweeps.map((sweep) => createLoop(deps, sweep, stopping.signal));
  return {
    start: () => {
      for (const loop of loops) loop.start();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
    stuck: () => loops.filter((loop) => loop.isStuck()).map((loop) => loop.name),
  };
}

function createLoop(deps: Deps, sweep: Sweep, signal: AbortSignal) {
  const { clock } = deps;
  const report = createReport(deps, sweep);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let tickedAtMs = clock.monotonicMs();
  let waitMs = sweep.everyMs;

  const tick = async (): Promise<void> => {
    const startedAtMs = clock.monotonicMs();
    try {
      if (
        sweep.isShared &&
        !(await deps.upkeep.takeTurn(sweep.name, Math.round(waitMs * turnShare)))
      )
        return;
      const touched = await sweep.run(signal);
      waitMs = touched > 0 ? (sweep.busyMs ?? sweep.everyMs) : sweep.everyMs;
      await report({ touched, error: null, ms: clock.monotonicMs() - startedAtMs });
    } catch (error) {
      waitMs = sweep.everyMs;
      await report({ touched: 0, error, ms: clock.monotonicMs() - startedAtMs });
    } finally {
      tickedAtMs = clock.monotonicMs();
    }
  };
  const plan = (): void => {
    if (signal.aborted) return;
    // Workers started together do not stay in step.
    const jitter = 0.9 + deps.random() * 0.2;
    timer = setTimeout(() => {
      running = tick().then(plan);
    }, waitMs * jitter);
  };

  return {
    name: sweep.name,
    start: () => {
      tickedAtMs = clock.monotonicMs();
      running = tick().then(plan);
    },
    stop: async () => {
      clearTimeout(timer);
      await running;
    },
    isStuck: () => clock.monotonicMs() - tickedAtMs > sweep.everyMs * 3 + maxSilenceMs,
  };
}

/** A database that is away fails every sweep every second: the first failure and the recovery are said, the rest is counted. */
function createReport(deps: Deps, sweep: Sweep) {
  const { logger, metrics, upkeep, clock } = deps;
  let failures = 0;
  let reportedAtMs = -Infinity;

  return async (run: { touched: number; error: unknown; ms: number }): Promise<void> => {
    const { name } = sweep;
    metrics.sweepRuns.inc({ sweep: name, result: run.error === null ? 'done' : 'failed' });
    metrics.sweepTouched.inc({ sweep: name }, run.touched);
    metrics.sweepSeconds.observe({ sweep: name }, run.ms / 1_000);
    if (run.error === null && failures > 0) logger.info('a sweep works again', { name, failures });
    if (run.error !== null && failures === 0) {
      const { kind } = normaliseError(run.error);
      logger[kind === 'bug' ? 'error' : 'warn']('a sweep failed', { name, error: run.error });
    }
    const isChange = run.touched > 0 || run.error !== null || failures > 0;
    failures = run.error === null ? 0 : failures + 1;
    if (!sweep.isShared || !(isChange || clock.monotonicMs() - reportedAtMs > quietReportMs))
      return;
    reportedAtMs = clock.monotonicMs();
    try {
      const error = run.error === null ? null : normaliseError(run.error).message;
      await upkeep.reportTurn(name, { touched: run.touched, error });
    } catch (thrown) {
      // The report is for people; the database that refused it has been spoken of above.
      logger.debug('the turn of a sweep could not be reported', { name, error: thrown });
    }
  };
}
