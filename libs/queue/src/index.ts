export { createQueueHub, type QueueHubOptions } from './create-queue-hub.ts';
export { groupByApp } from './group-by-app.ts';
export { inspectRedis, type RedisFacts, type RedisServerFacts } from './inspect-redis.ts';
export { migrateQueue } from './migrate-queue.ts';
export type { StallOptions } from './queue-engine.ts';
export type {
  CallbackJob,
  CallbackJobHandler,
  JobFate,
  JobWait,
  PushConsumer,
  PushJob,
  PushJobHandler,
  QueueHub,
} from './queue-hub.ts';
export type { QueueLogger } from './queue-logger.ts';
export { queueSchemaProblem } from './queue-schema-problem.ts';
