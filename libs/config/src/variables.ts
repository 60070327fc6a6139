import { z } from 'zod';
import { oidcVariables } from './oidc-variables.ts';
import { parseQueueUrl } from './parse-queue-url.ts';
import type { QueueTarget } from './queue-target.ts';
import {
  databaseUrl,
  flag,
  masterKeys,
  oneOf,
  optional,
  port,
  type Variable,
  webUrl,
  wholeNumber,
} from './variable.ts';

const dayMs = 86_400_000;
const days = (fallback: number): Variable<number> => wholeNumber({ min: 1, max: 3650, fallback });

/** Express's setting: nobody, everybody, a number of proxies, or their addresses. */
export type TrustProxy = boolean | number | readonly string[];

const trustProxy: Variable<TrustProxy> = {
  expected:
    'true, false, a number of proxies (1), or a comma list of addresses (loopback, 10.0.0.0/8)',
  isSecret: false,
  fallback: 'false',
  schema: z.string().transform((text, context): TrustProxy => {
    if (text === 'true' || text === 'false') return text === 'true';
    if (/^\d{1,2}$/.test(text)) return Number(text);
    const addresses = text.split(',').map((part) => part.trim());
    const known = /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/;
    if (addresses.every((address) => known.test(address))) return addresses;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  }),
};

/** Every variable of the environment (contract 2), and nothing else reads it. */
export const variables = {
  DATABASE_URL: databaseUrl,
  DATABASE_POOL_MAX: wholeNumber({ min: 2, max: 500, fallback: 10 }),
  DATABASE_POOLER: oneOf(['none', 'transaction'], 'none'),
  QUEUE_URL: optional({
    expected:
      'redis://, rediss://, redis-cluster://h1:6379,h2:6379, redis-sentinel://h:26379/name or postgres://',
    isSecret: true,
    fallback: null,
    schema: z.string().transform((text, context): QueueTarget => {
      const target = parseQueueUrl(text);
      if (target !== null) return target;
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }),
  }),
  QUEUE_PREFIX: {
    expected: '1 to 32 letters, digits, - or _',
    isSecret: false,
    fallback: 'yx',
    schema: z.string().regex(/^[\w-]{1,32}$/),
  } satisfies Variable<string>,
  WECHAT_API_BASE_URL: webUrl({ fallback: 'https://api.weixin.qq.com' }),
  PUBLIC_URL: optional(webUrl({ fallback: null })),
  MASTER_KEY: masterKeys,
  BOOTSTRAP_ADMIN_KEY: optional({
    expected: 'at least 32 characters, printable ASCII (it travels in a header)',
    isSecret: true,
    fallback: null,
    schema: z.string().regex(/^[\x20-\x7e]{32,512}$/),
  }),
  ...oidcVariables,
  API_PORT: port(3000),
  SHUTDOWN_DELAY_MS: wholeNumber({ min: 0, max: 5_000, fallback: 0 }),
  WORKER_PORT: port(3001),
  SIMULATOR_PORT: port(3900),
  SIMULATOR_HOST: {
    expected: 'an address to listen on, such as 127.0.0.1 or 0.0.0.0',
    isSecret: false,
    fallback: '127.0.0.1',
    schema: z.string().regex(/^[0-9a-zA-Z.:-]{1,253}$/),
  } satisfies Variable<string>,
  SIMULATOR_STATE_FILE: optional({
    expected: 'the path of a file',
    isSecret: false,
    fallback: null,
    schema: z.string().max(4096),
  }),
  SIMULATOR_PHONE_API_URL: optional(webUrl({ fallback: null })),
  SIMULATOR_PHONE_API_KEY: optional({
    expected: 'an API key: 8 to 512 characters, printable ASCII without blanks',
    isSecret: true,
    fallback: null,
    schema: z.string().regex(/^[\x21-\x7e]{8,512}$/),
  }),
  WORKER_CONCURRENCY: wholeNumber({ min: 1, max: 2000, fallback: 100 }),
  WORKER_CONCURRENCY_MAX: wholeNumber({ min: 1, max: 10_000, fallback: 400 }),
  BACKLOG_MAX: wholeNumber({ min: 1, max: 1_000_000_000, fallback: 1_000_000 }),
  SEND_TIMEOUT_MS: wholeNumber({ min: 500, max: 120_000, fallback: 10_000 }),
  RECONCILE_WINDOW_MS: wholeNumber({ min: 1000, max: dayMs, fallback: 120_000 }),
  REFRESH_MARGIN_MS: wholeNumber({ min: 0, max: 3_600_000, fallback: 300_000 }),
  WEBHOOK_ALLOW_PRIVATE: flag('false'),
  RETENTION_PUSHES_DAYS: days(90),
  // An event older than 7 days is refused as a replay; younger ones are known by what is kept here.
  RETENTION_EVENTS_DAYS: wholeNumber({ min: 8, max: 3650, fallback: 30 }),
  RETENTION_AUDIT_DAYS: days(365),
  RETENTION_HEARTBEATS_DAYS: days(2),
  RETENTION_REPORTS_DAYS: days(30),
  // A push lives 30 days at most, and revocations are looked up from its first attempt on.
  RETENTION_EVIDENCE_DAYS: wholeNumber({ min: 31, max: 3650, fallback: 180 }),
  RETENTION_DRIFT_DAYS: days(90),
  RETENTION_LOGINS_DAYS: days(180),
  SUBSCRIBE_ASK_MAX: wholeNumber({ min: 1, max: 5, fallback: 3 }),
  LOG_LEVEL: oneOf(['error', 'warn', 'info', 'debug'], 'info'),
  LOG_FORMAT: oneOf(['json', 'pretty'], 'json'),
  TRUST_PROXY: trustProxy,
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(webUrl({ fallback: null })),
} as const satisfies Record<string, Variable<unknown>>;

export type VariableName = keyof typeof variables;
export type VariableValue<N extends VariableName> = z.output<(typeof variables)[N]['schema']>;
