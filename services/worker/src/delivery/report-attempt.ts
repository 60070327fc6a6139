import { endStates, type Decision, type Outcome } from '@yuexin/domain';
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

/** Counts the attempt and writes the one line of a push that ended; what ends is information, never an error. */
export function createReportAttempt(deps: {
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'attempts' | 'settled' | 'sendSeconds'>;
}) {
  return (input: {
    push: ClaimedPush;
    sent: SentPush;
    decision: Decision;
    settled: SettledPush | null;
    ms: number;
  }): void => {
    const { push, sent, decision, settled } = input;
    const { outcome, durationMs } = sent.reply;
    const errcode = errcodeOf(outcome);
    deps.metrics.attempts.inc({
      outcome: outcome.kind,
      errcode: errcode === null ? '' : `${errcode}`,
    });
    if (outcome.kind !== 'not-sent') deps.metrics.sendSeconds.observe(durationMs / 1_000);
    if (settled === null) return;

    const facts = {
      pushId: push.pushId,
      appId: push.appId,
      state: settled.state,
      outcome: outcome.kind,
      errcode,
      rid: outcome.kind === 'refused' ? outcome.rid : null,
      attempts: push.attemptNumber,
      ms: Math.round(input.ms),
    };
    if (settled.isSuperseded) {
      deps.logger.info('a late answer was kept as evidence', facts);
      return;
    }
    deps.metrics.settled.inc({ state: settled.state });
    const reason = decision.state === settled.state ? (decision.reason?.code ?? null) : null;
    if (ends.has(settled.state)) deps.logger.info('push ended', { ...facts, reason });
    else deps.logger.debug('push waits', { ...facts, reason });
  };
}

export type ReportAttempt = ReturnType<typeof createReportAttempt>;
