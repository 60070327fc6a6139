import {
  endStates,
  policyForErrcode,
  type Decision,
  type Outcome,
  type PushState,
} from '@yuexin/domain';
import type { ClaimedPush } from '@yuexin/storage';
import { sampleLines, type Clock, type Logger } from '@yuexin/telemetry';
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
  /** It was put on the queue for later: its caller named a time. */
  isDelayed: boolean;
  sent: SentPush;
  decision: Decision;
  /** Null: it could not be committed. */
  settled: SettledPush | null;
  /** When WeChat's answer was here. */
  sentAt: Date;
  ms: number;
};

export type ReportAttempt = {
  settled(attempt: SettledAttempt): void;
  /** The claim itself ended the push, or parked it. */
  moved(job: { pushId: string; appId: string }, state: PushState): void;
};

/** Of pushes that were sent; every other end is told. */
const linesPerSecond = 100;

/** Counts the attempt and writes the one line of a push that ended; what ends is information, never an error. */
export function createReportAttempt(deps: {
  logger: Logger;
  clock: Pick<Clock, 'monotonicMs'>;
  metrics: Pick<WorkerMetrics, 'attempts' | 'settled' | 'sendSeconds' | 'endToEndSeconds'>;
}): ReportAttempt {
  const { logger, metrics, clock } = deps;
  const noteSent = sampleLines(logger, { perSecond: linesPerSecond, clock });
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
      if (settled.state === 'sent') measureRoad(metrics, attempt);
      const reason = decision.state === settled.state ? (decision.reason?.code ?? null) : null;
      if (settled.state === 'sent') noteSent('push ended', { ...facts, reason });
      else if (ends.has(settled.state)) logger.info('push ended', { ...facts, reason });
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
  metrics.attempts.inc({
    outcome: outcome.kind,
    ...(errcode === null
      ? { errcode: '', about: '' }
      : { errcode: `${errcode}`, about: policyForErrcode(errcode).about }),
  });
  if (outcome.kind !== 'not-sent') metrics.sendSeconds.observe(durationMs / 1_000);
}

/** The id of a push begins with the instant it was accepted at: no column has to be read for it. */
function measureRoad(
  { endToEndSeconds }: Pick<WorkerMetrics, 'endToEndSeconds'>,
  { push: { pushId, cycle }, isDelayed, sentAt }: SettledAttempt,
): void {
  const acceptedAtMs = Number.parseInt(pushId.slice(0, 8) + pushId.slice(9, 13), 16);
  const ms = Math.max(0, sentAt.getTime() - acceptedAtMs);
  endToEndSeconds.observe({ road: cycle === 0 && !isDelayed ? 'direct' : 'again' }, ms / 1_000);
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
