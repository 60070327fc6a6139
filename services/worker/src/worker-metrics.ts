import type { Metrics } from '@yuexin/telemetry';

const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Every metric the worker moves, defined once. `app` is an appid; nothing here names a user. */
export function createWorkerMetrics(metrics: Metrics) {
  return {
    ...deliveryMetrics(metrics),
    ...callbackMetrics(metrics),
    ...upkeepMetrics(metrics),
    ...gauges(metrics),
  };
}

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>;

function deliveryMetrics(metrics: Metrics) {
  return {
    attempts: metrics.counter({
      name: 'push_attempts_total',
      help: 'Calls of subscribe/send by what they learned; errcode is empty unless WeChat gave one.',
      labels: ['outcome', 'errcode'],
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

function callbackMetrics(metrics: Metrics) {
  return {
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
    audienceRecipients: metrics.counter({
      name: 'audience_recipients_total',
      help: 'Recipients whose turn came in an audience, by what became of each.',
      labels: ['result'],
    }),
    replayPushes: metrics.counter({
      name: 'replay_pushes_total',
      help: 'Dead letters that replays came to, by what became of each.',
      labels: ['result'],
    }),
  };
}

function gauges(metrics: Metrics) {
  return {
    queueJobs: metrics.gauge({
      name: 'queue_jobs',
      help: 'Jobs of each app by their state in the queue.',
      labels: ['app', 'state'],
    }),
    openPushes: metrics.gauge({
      name: 'open_pushes',
      help: 'Pushes that have not ended.',
      labels: ['app', 'state'],
    }),
    eventsWaiting: metrics.gauge({
      name: 'events_waiting',
      help: 'Stored events that are not processed yet.',
    }),
    eventLagSeconds: metrics.gauge({
      name: 'event_lag_seconds',
      help: 'Age of the oldest stored event that is not processed.',
    }),
    callbacksWaiting: metrics.gauge({
      name: 'callbacks_waiting',
      help: 'Callbacks that are not delivered yet and will be tried, counted up to 10,000.',
    }),
    callbackLagSeconds: metrics.gauge({
      name: 'callback_lag_seconds',
      help: 'For how long the callback that is due longest has been due: endpoints that are dead or slow, or workers that are behind.',
    }),
    audiencesAtWork: metrics.gauge({
      name: 'audiences_at_work',
      help: 'Audiences that are collecting or running, as the worker saw that carried them on last.',
    }),
    replaysRunning: metrics.gauge({
      name: 'replays_running',
      help: 'Replays under way, as the worker saw that carried them on last.',
    }),
    quotaLimit: metrics.gauge({
      name: 'wechat_quota_limit',
      help: 'Sends of a day that WeChat allows an app, as last read by this process.',
      labels: ['app'],
    }),
    quotaRemain: metrics.gauge({
      name: 'wechat_quota_remain',
      help: 'Sends that remain of the day, as last read by this process.',
      labels: ['app'],
    }),
    quotaEndsAt: metrics.gauge({
      name: 'wechat_quota_ends_at_seconds',
      help: "Unix time at which the day's quota ends at the present pace; 0 when it lasts the day.",
      labels: ['app'],
    }),
    wechatCircuit: metrics.gauge({
      name: 'wechat_circuit',
      help: 'Whether this process believes that WeChat answers for an app: 1 for the state it is in (closed is well), else 0.',
      labels: ['app', 'state'],
    }),
    consumersRunning: metrics.gauge({
      name: 'consumers_running',
      help: 'Apps whose queue this process takes jobs from.',
    }),
  };
}
