import { readRoad } from '@yuexin/domain';
import { normaliseError } from '@yuexin/errors';
import type { JobFate, PushJobHandler } from '@yuexin/queue';
import type { ClaimedPush } from '@yuexin/storage';
import type { Clock, Logger, Span } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { Semaphore } from '../flow/create-semaphore.ts';
import type { Random } from '../flow/jitter.ts';
import type { PushSpans } from '../tracing/push-spans.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import type { ApplyEffects } from './apply-effects.ts';
import type { ClaimPush, SendDeadline } from './create-claim-push.ts';
import type { SettleAttempt } from './create-settle-attempt.ts';
import { decideAttempt } from './decide-attempt.ts';
import { fateOfClaim, fateOfFailure, fateOfStayingAway } from './fate-of-claim.ts';
import type { ReadyToken } from './create-ready-token.ts';
import type { Pass, WechatGate } from './create-wechat-gate.ts';
import type { ReportAttempt } from './report-attempt.ts';
import { sendPush, type SentPush } from './send-push.ts';
import type { SendSignals } from './send-signals.ts';

export type DeliverPushDeps = {
  gate: Pick<WechatGate, 'enter' | 'leave'>;
  readyToken: ReadyToken;
  claimPush: Pick<ClaimPush, 'claim'>;
  settleAttempt: Pick<SettleAttempt, 'settle'>;
  applyEffects: ApplyEffects;
  reportAttempt: ReportAttempt;
  tokens: Pick<TokenSource, 'get' | 'refused' | 'worked'>;
  wechat: Pick<WechatClient, 'sendSubscribeMessage'>;
  sendSignals: SendSignals;
  /** Sends of all apps of this process together. */
  places: Semaphore;
  spans: Pick<PushSpans, 'attempt'>;
  /** Aborted when the process stops taking: jobs that hold nothing yet go back. */
  stopTaking: AbortSignal;
  /** True when this has not just been said; see createOncePer. */
  isNews: (key: string) => boolean;
  clock: Clock;
  random: Random;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'claims' | 'queueWaitSeconds'>;
};

type PushJob = Parameters<PushJobHandler>[0];

/**
 * The road of one push: gate and token (before it is claimed, so that a wait uses no attempt and no place), claim, send,
 * decide, settle. Never rejects. Running the same job twice is harmless: the claim hands a push over once.
 */
export function createDeliverPush(deps: DeliverPushDeps): PushJobHandler {
  return async (job) => {
    if (job.wait.ms !== null) deps.metrics.queueWaitSeconds.observe(job.wait.ms / 1_000);
    try {
      const entry = await deps.gate.enter(job.appId);
      if (entry.kind === 'stay-away') return fateOfStayingAway(entry.forMs, deps.random);
      try {
        return await deliverWith(deps, job, entry.pass);
      } finally {
        deps.gate.leave(entry.pass, 'nothing');
      }
    } catch (error) {
      reportFailure(deps, job, error);
      return fateOfFailure(deps.random);
    }
  };
}

/** A database that is away fails every job alike: one line a second is enough. */
function reportFailure(deps: DeliverPushDeps, job: { pushId: string }, error: unknown): void {
  const { code, kind } = normaliseError(error);
  if (kind === 'bug') deps.logger.error('a job failed; it comes back', { ...job, error });
  else if (deps.isNews(`job ${code}`)) deps.logger.warn('jobs come back later', { error });
}

async function deliverWith(deps: DeliverPushDeps, job: PushJob, pass: Pass): Promise<JobFate> {
  const token = await deps.readyToken(job.appId);
  if (token.kind === 'ready') return deps.places.run(() => takeAndDeliver(deps, job, pass));
  deps.gate.leave(pass, token.news);
  return fateOfStayingAway(token.forMs, deps.random);
}

async function takeAndDeliver(deps: DeliverPushDeps, job: PushJob, pass: Pass): Promise<JobFate> {
  if (deps.stopTaking.aborted) return { kind: 'later', delayMs: 0 };
  const { result, deadline } = await deps.claimPush.claim(job);
  deps.metrics.claims.inc({ kind: result.kind });
  if (result.kind === 'failed') throw result.error;
  if (result.kind === 'moved') deps.reportAttempt.moved(job, result.state);
  if (result.kind !== 'claimed') return fateOfClaim(result.kind, deps.random);
  const { push } = result;
  const { isDelayed } = job.wait;
  await deps.spans.attempt({ push, hasTrace: job.hasTrace }, (span) =>
    deliver(deps, { push, deadline, pass, isDelayed, span }),
  );
  return { kind: 'complete' };
}

async function deliver(
  deps: DeliverPushDeps,
  input: {
    push: ClaimedPush;
    deadline: SendDeadline;
    pass: Pass;
    isDelayed: boolean;
    span: Span | null;
  },
): Promise<void> {
  const { push, deadline, pass, isDelayed, span } = input;
  const startedMs = deps.clock.monotonicMs();
  const sent = await deps.sendSignals.during(deadline, (signal) =>
    sendPush(deps, { push, deadline, signal }),
  );
  const { reply, tokenGeneration } = sent;
  deps.gate.leave(pass, readRoad(reply.outcome));
  const finishedAt = deps.clock.now();
  const decision = decideAttempt({ push, sent, now: finishedAt, random: deps.random });
  if (decision.refreshToken) refuseToken(deps.tokens, push, sent);
  else praiseToken(deps.tokens, push, sent);
  const settled = await deps.settleAttempt.settle({
    pushId: push.pushId,
    attemptId: push.attemptId,
    attemptNumber: push.attemptNumber,
    ...reply,
    finishedAt,
    tokenGeneration,
    decision,
  });
  if (span !== null) describe(span, reply);
  await deps.applyEffects(push, decision);
  const ms = deps.clock.monotonicMs() - startedMs;
  deps.reportAttempt.settled({
    ...{ push, isDelayed, sent, decision, settled, sentAt: finishedAt, ms },
  });
}

/** What is no answer of WeChat's is a failed span; a refusal is an answer. */
function describe(span: Span, { outcome, httpStatus }: SentPush['reply']): void {
  span.set({
    'yuexin.outcome': outcome.kind,
    ...(outcome.kind === 'refused' && { 'wechat.errcode': outcome.errcode }),
    ...(httpStatus !== null && { 'http.response.status_code': httpStatus }),
  });
  if (outcome.kind === 'not-sent' || outcome.kind === 'unconfirmed') span.fail(outcome.kind);
}

/** Told before the settle, so that the refresh is under way when the push comes back; the next `get` says how it went. */
function refuseToken(
  tokens: Pick<TokenSource, 'refused'>,
  { appId }: ClaimedPush,
  { reply, tokenGeneration, startedAt }: SentPush,
): void {
  if (tokenGeneration === null || reply.outcome.kind !== 'refused') return;
  const { errcode } = reply.outcome;
  void tokens.refused({ appId, generation: tokenGeneration, errcode, startedAt });
}

/** One refusal among sends that go through says nothing of the token. */
function praiseToken(
  tokens: Pick<TokenSource, 'worked'>,
  { appId }: ClaimedPush,
  { reply, tokenGeneration, startedAt }: SentPush,
): void {
  if (tokenGeneration === null || reply.outcome.kind !== 'accepted') return;
  tokens.worked({ appId, generation: tokenGeneration, startedAt });
}
