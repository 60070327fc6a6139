import { freezeDeep } from './freeze-deep.ts';
import { oidcOf } from './oidc-of.ts';
import { type Environment, readVariables } from './read-variables.ts';
import { storesOf } from './stores-of.ts';
import type { VariableName, VariableValue } from './variables.ts';

const logNames = ['LOG_LEVEL', 'LOG_FORMAT'] as const;
const storeNames = [
  ...(['DATABASE_URL', 'DATABASE_POOL_MAX', 'DATABASE_POOLER'] as const),
  ...(['QUEUE_URL', 'QUEUE_PREFIX'] as const),
] as const;
const wechatNames = [
  'WECHAT_API_BASE_URL',
  'MASTER_KEY',
  'SEND_TIMEOUT_MS',
  'REFRESH_MARGIN_MS',
] as const;
const oidcNames = [
  ...(['OIDC_ISSUER_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_NAME'] as const),
  ...(['OIDC_SCOPES', 'OIDC_ROLE_CLAIM', 'OIDC_ROLES'] as const),
] as const;
const serverNames = [
  ...logNames,
  ...storeNames,
  ...wechatNames,
  'WEBHOOK_ALLOW_PRIVATE',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
] as const;

type Values<N extends readonly VariableName[]> = { [K in N[number]]: VariableValue<K> };

const logOf = (values: Values<typeof logNames>) => ({
  log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
});

const serverOf = (values: Values<typeof serverNames>) => ({
  ...logOf(values),
  ...storesOf(values),
  wechat: { apiBaseUrl: values.WECHAT_API_BASE_URL },
  masterKeys: values.MASTER_KEY,
  send: { timeoutMs: values.SEND_TIMEOUT_MS },
  token: { refreshMarginMs: values.REFRESH_MARGIN_MS },
  webhook: { allowPrivate: values.WEBHOOK_ALLOW_PRIVATE },
  otel: { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT },
});

/**
 * Configuration of the api, frozen. Throws AppError `invalid-request` naming every variable that is wrong.
 * `publicUrl` defaults to this machine and the port.
 */
export function loadApiConfig(env: Environment) {
  const values = readVariables(env, [
    ...serverNames,
    'PUBLIC_URL',
    'BOOTSTRAP_ADMIN_KEY',
    ...oidcNames,
    'API_PORT',
    'SHUTDOWN_DELAY_MS',
    'TRUST_PROXY',
    'SUBSCRIBE_ASK_MAX',
    'RECONCILE_WINDOW_MS',
    'BACKLOG_MAX',
  ]);
  return freezeDeep({
    ...serverOf(values),
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.API_PORT}`,
    bootstrapAdminKey: values.BOOTSTRAP_ADMIN_KEY,
    /** Sign-in by an OpenID provider; null: with keys alone. */
    oidc: oidcOf(values),
    api: {
      port: values.API_PORT,
      trustProxy: values.TRUST_PROXY,
      /** After a SIGTERM: how long it still takes requests, so that balancers notice that it is not ready any more. */
      shutdownDelayMs: values.SHUTDOWN_DELAY_MS,
    },
    subscribe: { askMax: values.SUBSCRIBE_ASK_MAX },
    /** As the workers have it, to tell what an unconfirmed push waits for. */
    reconcile: { windowMs: values.RECONCILE_WINDOW_MS },
    /** Queued pushes of one app beyond which more are turned away. */
    backlog: { max: values.BACKLOG_MAX },
  });
}

/** Configuration of the worker, frozen. Throws AppError `invalid-request` naming every variable that is wrong. */
export function loadWorkerConfig(env: Environment) {
  const values = readVariables(env, [
    ...serverNames,
    'WORKER_PORT',
    'WORKER_CONCURRENCY',
    'WORKER_CONCURRENCY_MAX',
    'RECONCILE_WINDOW_MS',
    'RETENTION_PUSHES_DAYS',
    'RETENTION_EVENTS_DAYS',
    'RETENTION_AUDIT_DAYS',
    'RETENTION_HEARTBEATS_DAYS',
    'RETENTION_REPORTS_DAYS',
    'RETENTION_EVIDENCE_DAYS',
    'RETENTION_DRIFT_DAYS',
    'RETENTION_LOGINS_DAYS',
    'BACKLOG_MAX',
  ]);
  return freezeDeep({
    ...serverOf(values),
    worker: {
      port: values.WORKER_PORT,
      /** Sends in flight for one app. */
      concurrency: values.WORKER_CONCURRENCY,
      /** Sends in flight for all apps of this process. */
      concurrencyMax: values.WORKER_CONCURRENCY_MAX,
    },
    reconcile: { windowMs: values.RECONCILE_WINDOW_MS },
    /** Queued pushes of one app beyond which the api turns more away. */
    backlog: { max: values.BACKLOG_MAX },
    retention: {
      pushesDays: values.RETENTION_PUSHES_DAYS,
      eventsDays: values.RETENTION_EVENTS_DAYS,
      auditDays: values.RETENTION_AUDIT_DAYS,
      heartbeatsDays: values.RETENTION_HEARTBEATS_DAYS,
      reportsDays: values.RETENTION_REPORTS_DAYS,
      evidenceDays: values.RETENTION_EVIDENCE_DAYS,
      driftDays: values.RETENTION_DRIFT_DAYS,
      loginsDays: values.RETENTION_LOGINS_DAYS,
    },
  });
}

/** Configuration of the migration, frozen. Throws AppError `invalid-request` naming every variable that is wrong. */
export function loadMigrateConfig(env: Environment) {
  const values = readVariables(env, [...logNames, ...storeNames]);
  return freezeDeep({ ...logOf(values), ...storesOf(values) });
}

/** Configuration of the rotation of MASTER_KEY, frozen. Throws AppError `invalid-request` naming every variable that is wrong. */
export function loadRotationConfig(env: Environment) {
  const values = readVariables(env, [...logNames, 'DATABASE_URL', 'MASTER_KEY']);
  return freezeDeep({
    ...logOf(values),
    database: { url: values.DATABASE_URL },
    masterKeys: values.MASTER_KEY,
  });
}

/** Configuration of the simulator, frozen. Throws AppError `invalid-request` naming every variable that is wrong. */
export function loadSimulatorConfig(env: Environment) {
  const values = readVariables(env, [
    ...logNames,
    'SIMULATOR_PORT',
    'SIMULATOR_HOST',
    'SIMULATOR_STATE_FILE',
    'SIMULATOR_PHONE_API_URL',
    'SIMULATOR_PHONE_API_KEY',
  ]);
  return freezeDeep({
    ...logOf(values),
    simulator: {
      port: values.SIMULATOR_PORT,
      host: values.SIMULATOR_HOST,
      /** Where the state is kept between runs; null: in memory only. */
      stateFile: values.SIMULATOR_STATE_FILE,
      /** What the phone page calls and puts in its curl; null: a plain phone. The key is for demos only. */
      phoneApi: { url: values.SIMULATOR_PHONE_API_URL, key: values.SIMULATOR_PHONE_API_KEY },
    },
  });
}

export type ApiConfig = ReturnType<typeof loadApiConfig>;
export type WorkerConfig = ReturnType<typeof loadWorkerConfig>;
export type MigrateConfig = ReturnType<typeof loadMigrateConfig>;
export type RotationConfig = ReturnType<typeof loadRotationConfig>;
export type SimulatorConfig = ReturnType<typeof loadSimulatorConfig>;
export type LogConfig = ApiConfig['log'];
