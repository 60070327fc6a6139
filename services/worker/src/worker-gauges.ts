import type { Metrics } from '@yuexin/telemetry';

/** Gauges of the worker. Those read from PostgreSQL or the queue are the same in every worker: take the greatest. */
export function createWorkerGauges(metrics: Metrics) {
  return { ...backlogGauges(metrics), ...appGauges(metrics), ...processGauges(metrics) };
}

function backlogGauges(metrics: Metrics) {
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
    oldestQueuedSeconds: metrics.gauge({
      name: 'queue_oldest_wait_seconds',
      help: 'For how long the push of an app has been due that is queued for the longest; 0 when none is.',
      labels: ['app'],
    }),
    deadLetters: metrics.gauge({
      name: 'dead_letters',
      help: 'Pushes of an app that are dead, counted up to 10,001.',
      labels: ['app'],
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
    replaysRunning: metrics.gauge({
      name: 'replays_running',
      help: 'Replays under way, as the worker saw that carried them on last.',
    }),
  };
}

function appGauges(metrics: Metrics) {
  return {
    quotaLimit: metrics.gauge({
      name: 'wechat_quota_limit',
      help: 'Sends of a day that WeChat allows an app, as last read (every ten minutes).',
      labels: ['app'],
    }),
    quotaRemain: metrics.gauge({
      name: 'wechat_quota_remain',
      help: 'Sends that remain of the day, as last read.',
      labels: ['app'],
    }),
    quotaEndsAt: metrics.gauge({
      name: 'wechat_quota_ends_at_seconds',
      help: "Unix time at which the day's quota ends at the present pace; 0 when it lasts the day.",
      labels: ['app'],
    }),
    appPaused: metrics.gauge({
      name: 'app_paused',
      help: 'Whether an app is paused: 1 with the kind of its pause, or 0 with no kind.',
      labels: ['app', 'kind'],
    }),
    templatesPaused: metrics.gauge({
      name: 'templates_paused',
      help: 'Templates of an app that are paused.',
      labels: ['app'],
    }),
    tokenExpiresAt: metrics.gauge({
      name: 'wechat_token_expires_at_seconds',
      help: "Unix time at which an app's access token ends; 0 when it has none.",
      labels: ['app'],
    }),
    tokenGeneration: metrics.gauge({
      name: 'wechat_token_generation',
      help: 'Generation of the access token of an app: it grows by one with each renewal.',
      labels: ['app'],
    }),
    alarmsOpen: metrics.gauge({
      name: 'alarms_open',
      help: 'Alarms that nobody has acknowledged and that have not resolved, by code; app is empty for those of no app.',
      labels: ['app', 'code'],
    }),
  };
}

function processGauges(metrics: Metrics) {
  return {
    wechatCircuit: metrics.gauge({
      name: 'wechat_circuit',
      help: 'Whether this process believes that WeChat answers for an app: 1 for the state it is in (closed is well), else 0.',
      labels: ['app', 'state'],
    }),
    sendsRunning: metrics.gauge({
      name: 'sends_running',
      help: 'Pushes that this process has in hand.',
    }),
    sendsLimit: metrics.gauge({
      name: 'sends_limit',
      help: 'Pushes that this process may have in hand (WORKER_CONCURRENCY_MAX).',
    }),
    consumersRunning: metrics.gauge({
      name: 'consumers_running',
      help: 'Apps whose queue this process takes jobs from.',
    }),
  };
}
