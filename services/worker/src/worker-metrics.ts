import type { Metrics } from '@yuexin/telemetry';
import { createWorkerGauges } from './worker-gauges.ts';

const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** What waits may wait for minutes. */
const waits = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** Every metric the worker moves, defined once. `app` is an appid; nothing here names a user. */
export function createWorkerMetrics(metrics: Metrics) {
  return {
    ...deliveryMetrics(metrics),
    ...deliveryHistograms(metrics),
    ...callbackMetrics(metrics),
    ...upkeepMetrics(metrics),
    ...createWorkerGauges(metrics),
  };
}

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

function deliveryMetrics(metrics: Metrics) {
  return {
    attempts: metrics.counter({
      name: 'push_attempts_total',
      help: 'Calls of subscribe/send by what they learned; errcode, and what it is about (docs/errcodes.md), are empty unless WeChat gave one.',
      labels: ['outcome', 'errcode', 'about'],
    }),
    settled: metrics.counter({
      name: 'push_settled_total',
      help: 'Settled attempts by the state the push went to.',
      labels: ['state'],
    }),
    claims: metrics.counter({
      name: 'push_claims_total',
      help: 'Jobs by what the claim answered.',
      labels: ['kind'],
    }),
    settleRetries: metrics.counter({
      name: 'settle_retries_total',
      help: 'Settles that had to be tried again.',
    }),
    unconfirmedSettled: metrics.counter({
      name: 'unconfirmed_settled_total',
      help: 'Unconfirmed pushes that this process settled (held: left to a person), by the evidence that did.',
      labels: ['evidence'],
    }),
    grantDrift: metrics.counter({
      name: 'grant_drift_total',
      help: 'Sends refused with 43101 although the ledger held a grant, settled by this process.',
      labels: ['app', 'template'],
    }),
    grantsVoided: metrics.counter({
      name: 'grants_voided_total',
      help: 'Grants that became void because WeChat answered 43101.',
      labels: ['app', 'template'],
    }),
    queueAdds: metrics.counter({
      name: 'queue_adds_total',
      help: 'Pushes put on a queue, or left to the sweep because the queue did not answer.',
      labels: ['result'],
    }),
  };
}

function deliveryHistograms(metrics: Metrics) {
  return {
    claimBatch: metrics.histogram({
      name: 'claim_batch_size',
      help: 'Pushes claimed by one statement.',
      buckets: batchSizes,
    }),
    settleBatch: metrics.histogram({
      name: 'settle_batch_size',
      help: 'Attempts settled by one statement.',
      buckets: batchSizes,
    }),
    sendSeconds: metrics.histogram({
      name: 'send_duration_seconds',
      help: 'From writing the send to its answer.',
      buckets: seconds,
    }),
    queueWaitSeconds: metrics.histogram({
      name: 'push_queue_wait_seconds',
      help: 'From when a job could be taken from the queue until it was taken for the first time.',
      buckets: waits,
    }),
    endToEndSeconds: metrics.histogram({
      name: 'push_end_to_end_seconds',
      help: "From the acceptance of a push to WeChat's: direct, or again for those that had something to wait for (a time, a grant, another try).",
      labels: ['road'],
      buckets: waits,
    }),
  };
}

function callbackMetrics(metrics: Metrics) {
  return {
    endpointsDisabled: metrics.counter({
      name: 'webhook_endpoints_disabled_total',
      help: 'Webhook endpoints that this process disabled: they answered 410, or their caller has no key left.',
    }),
    callbackAttempts: metrics.counter({
      name: 'callback_attempts_total',
      help: 'Calls to webhook endpoints by what they led to: delivered, again, failed, gone.',
      labels: ['result'],
    }),
    callbackSeconds: metrics.histogram({
      name: 'callback_duration_seconds',
      help: 'Duration of a call to a webhook endpoint.',
      buckets: seconds,
    }),
  };
}

function upkeepMetrics(metrics: Metrics) {
  return {
    wechatCalls: metrics.counter({
      name: 'wechat_calls_total',
      help: 'Calls of WeChat other than the send, by endpoint (stable_token renews the access token) and what came of them.',
      labels: ['endpoint', 'result', 'errcode'],
    }),
    sweepRuns: metrics.counter({
      name: 'sweep_runs_total',
      help: 'Runs of each sweep by this process.',
      labels: ['sweep', 'result'],
    }),
    sweepTouched: metrics.counter({
      name: 'sweep_touched_total',
      help: 'Rows each sweep of this process changed or moved.',
      labels: ['sweep'],
    }),
    sweepSeconds: metrics.histogram({
      name: 'sweep_duration_seconds',
      help: 'Duration of a run of a sweep.',
      labels: ['sweep'],
      buckets: seconds,
    }),
    replayPushes: metrics.counter({
      name: 'replay_pushes_total',
      help: 'Dead letters that replays came to, by what became of each.',
      labels: ['result'],
    }),
  };
}
