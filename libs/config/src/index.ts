export {
  loadApiConfig,
  loadMigrateConfig,
  loadRotationConfig,
  loadSimulatorConfig,
  loadWorkerConfig,
  type ApiConfig,
  type LogConfig,
  type MigrateConfig,
  type RotationConfig,
  type SimulatorConfig,
  type WorkerConfig,
} from './load-config.ts';
export { examineEnvironment, type ExaminedEnvironment } from './examine-environment.ts';
export type { OidcConfig } from './oidc-of.ts';
export { parseQueueUrl } from './parse-queue-url.ts';
export {
  describeDatabaseUrl,
  describeQueueTarget,
  type Address,
  type QueueTarget,
} from './queue-target.ts';
export { type Environment } from './read-variables.ts';
export { reportConfigProblems } from './report-config-problems.ts';
export { type TrustProxy } from './variables.ts';
