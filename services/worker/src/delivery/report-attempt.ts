import { endStates, type Decision, type Outcome, type PushState } from '@yuexin/domain';
import type { ClaimedPush } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { WorkerMetrics } from '../worker-metrics.ts';
import type { SettledPush } from './create-settle-attempt.ts';
import type { SentPush } from './send-push.ts';

const ends: ReadonlySet<string> = new Set(endStates);

const errcodeOf = (outcome: Outcome): number | null => {
  if (outcome.kind === 'accepted') return 0;
  return outcome.kind === 'refused' ? outcome.errcode : null;
};

type SettledAttempt = {
  push: ClaimedPush;
  sent: SentPush;
  decision: Decision;
  /** Null: it could not be committed. */
  settled: SettledPush | null;
  ms: number;
};

export type ReportAttempt = {
  settled(attempt: SettledAttempt): void;
  /** The claim itself ended the push, or parked it. */
  moved(job: { pushId: string; appId: string }, state: PushState): void;
};

/** Counts the attempt and writes the one line of a push that ended; what ends is information, never an error. */
export function createReportAttempt(deps: {
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'attempts' | 'settled' | 'sendSeconds'>;
}): ReportAttempt {
  const { logger, metrics } = deps;
  return {
    settled: (attempt) => {
      const { settled, decision } = attempt;
      count(metrics, attempt);
      if (settled === null) return;
      const facts = factsOf(attempt, settled);
      if (settled.isSuperseded) {
        logger.info('a late answer was kept as evidence', facts);
        return;
      }
      metrics.settled.inc({ state: settled.state });
      const reason = decision.state === settled.state ? (decision.reason?.code ?? null) : null;
      if (ends.has(settled.state)) logger.info('push ended', { ...facts, reason });
      else logger.debug('push waits', { ...facts, reason });
    },
    moved: ({ pushId, appId }, state) => {
      metrics.settled.inc({ state });
      if (ends.has(state)) logger.info('push ended', { pushId, appId, state });
    },
  };
}

function count(
  metrics: Pick<WorkerMetrics, 'attempts' | 'sendSeconds'>,
  { sent: { reply } }: SettledAttempt,
): void {
  const { outcome, durationMs } = reply;
  const errcode = errcodeOf(outcome);
  metrics.attempts.inc({ outcome: outcome.kind, errcode: errcode === null ? '' : `${errcode}` });
  if (outcome.kind !== 'not-sent') metrics.sendSeconds.observe(durationMs / 1_000);
}

function factsOf({ push, sent, ms }: SettledAttempt, { state }: SettledPush) {
  const { outcome } = sent.reply;
  return {
    pushId: push.pushId,
    appId: push.appId,
    state,
    outcome: outcome.kind,
    errcode: errcodeOf(outcome),
    rid: outcome.kind === 'refused' ? outcome.rid : null,
    attempts: push.attemptNumber,
    ms: Math.round(ms),
  };
}
