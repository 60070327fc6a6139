import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import {
  loadApiConfig,
  loadMigrateConfig,
  loadSimulatorConfig,
  loadWorkerConfig,
} from './load-config.ts';
import type { Environment } from './read-variables.ts';
import { reportConfigProblems } from './report-config-problems.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const least = { DATABASE_URL: 'postgres://yuexin@localhost/yuexin', MASTER_KEY: key(1) };

function errorOf(load: (env: Environment) => unknown, env: Environment): AppError {
  try {
    load(env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the environment was taken');
}

const problemsOf = (env: Environment, load: (env: Environment) => unknown = loadApiConfig) =>
  errorOf(load, env).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);

describe('the configuration of a process', () => {
  test('of the api needs a database and a master key; the rest has defaults', () => {
    const target = { engine: 'postgres', mode: 'single', url: least.DATABASE_URL };
    expect(loadApiConfig(least)).toEqual({
      log: { level: 'info', format: 'json' },
      oidc: null,
      database: { url: least.DATABASE_URL, poolMax: 10, pooler: 'none' },
      queue: { target, prefix: 'yx' },
      wechat: { apiBaseUrl: 'https://api.weixin.qq.com' },
      masterKeys: [Buffer.alloc(32, 1)],
      send: { timeoutMs: 10_000 },
      token: { refreshMarginMs: 300_000 },
      webhook: { allowPrivate: false },
      otel: { endpoint: null },
      publicUrl: 'http://localhost:3000',
      bootstrapAdminKey: null,
      api: { port: 3000, trustProxy: false, shutdownDelayMs: 0 },
      backlog: { max: 1_000_000 },
      subscribe: { askMax: 3 },
      reconcile: { windowMs: 120_000 },
    });
  });

  test('with a pooler needs an address of its own for the queue in PostgreSQL; a Redis will do', () => {
    const pooled = { ...least, DATABASE_POOLER: 'transaction' };
    expect(problemsOf(pooled)).toEqual(['/QUEUE_URL required']);
    expect(problemsOf({ ...pooled, QUEUE_URL: least.DATABASE_URL })).toEqual([
      '/QUEUE_URL required',
    ]);
    for (const queue of ['redis://localhost', 'postgres://yuexin@database.internal/yuexin']) {
      const config = loadWorkerConfig({ ...pooled, QUEUE_URL: queue });
      expect(config.database.pooler).toBe('transaction');
    }
  });

  test('of the worker has its own', () => {
    expect(loadWorkerConfig(least)).toMatchObject({
      worker: { port: 3001, concurrency: 100, concurrencyMax: 400 },
      reconcile: { windowMs: 120_000 },
      retention: {
        ...{ pushesDays: 90, eventsDays: 30, auditDays: 365, heartbeatsDays: 2 },
        ...{ reportsDays: 30, evidenceDays: 180, driftDays: 90, loginsDays: 180 },
      },
    });
  });

  test('of the migration needs the database only, of the simulator nothing', () => {
    const { DATABASE_URL } = least;
    expect(loadMigrateConfig({ DATABASE_URL }).database.url).toBe(DATABASE_URL);
    expect(loadSimulatorConfig({}).simulator.port).toBe(3900);
  });

  test('reads only what its process needs', () => {
    const env = { ...least, API_PORT: 'x', SIMULATOR_PORT: 'y' };
    expect(() => loadWorkerConfig(env)).not.toThrow();
    expect(problemsOf(env)).toEqual(['/API_PORT format']);
  });

  test('takes what is set', () => {
    const config = loadApiConfig({
      ...least,
      QUEUE_URL: 'redis://localhost',
      QUEUE_PREFIX: 'stage_2',
      WECHAT_API_BASE_URL: 'http://127.0.0.1:3900/',
      PUBLIC_URL: 'https://push.example.com/',
      BOOTSTRAP_ADMIN_KEY: 'a text of at least 32 characters',
      API_PORT: '0',
      TRUST_PROXY: 'loopback, 10.0.0.0/8',
      LOG_LEVEL: 'DEBUG',
      LOG_FORMAT: 'pretty',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    });
    expect(config).toMatchObject({
      queue: { target: { engine: 'redis', mode: 'single' }, prefix: 'stage_2' },
      wechat: { apiBaseUrl: 'http://127.0.0.1:3900' },
      publicUrl: 'https://push.example.com',
      bootstrapAdminKey: 'a text of at least 32 characters',
      api: { port: 0, trustProxy: ['loopback', '10.0.0.0/8'] },
      log: { level: 'debug', format: 'pretty' },
      webhook: { allowPrivate: true },
      otel: { endpoint: 'http://collector:4318' },
    });
  });

  test.each([
    ['true', true],
    ['false', false],
    ['2', 2],
  ])('TRUST_PROXY %s is %j', (text, value) => {
    expect(loadApiConfig({ ...least, TRUST_PROXY: text }).api.trustProxy).toBe(value);
  });

  test('treats empty and blank as unset, and trims the rest', () => {
    const config = loadApiConfig({
      ...least,
      API_PORT: '',
      QUEUE_PREFIX: '  ',
      LOG_LEVEL: ' warn\r',
    });
    expect([config.api.port, config.queue.prefix, config.log.level]).toEqual([3000, 'yx', 'warn']);
    expect(problemsOf({ DATABASE_URL: ' ', MASTER_KEY: '' })).toEqual([
      '/DATABASE_URL required',
      '/MASTER_KEY required',
    ]);
  });

  test('is frozen, all the way down', () => {
    const config = loadApiConfig(least) as unknown as Record<string, Record<string, unknown>>;
    expect(() => Object.assign(config, { log: null })).toThrow(TypeError);
    expect(() => Object.assign(config.database!, { poolMax: 1 })).toThrow(TypeError);
    expect(Object.isFrozen(config.masterKeys)).toBe(true);
  });
});

describe('master keys', () => {
  test('come newest first, in either base64, with or without padding', () => {
    const safe = Buffer.alloc(32, 255).toString('base64url');
    const { masterKeys } = loadApiConfig({ ...least, MASTER_KEY: `${key(2)}, ${safe},${key(3)}` });
    expect(masterKeys).toEqual([2, 255, 3].map((fill) => Buffer.alloc(32, fill)));
  });

  test.each([
    ['short', Buffer.alloc(31).toString('base64')],
    ['long', Buffer.alloc(33).toString('base64')],
    ['hex', Buffer.alloc(32, 1).toString('hex')],
    ['words', 'a text that is no base64 at all, whatever'],
    ['with an empty part', `${key(1)},`],
    ['given twice', `${key(1)},${key(1)}`],
  ])('that are %s are refused', (_name, text) => {
    expect(problemsOf({ ...least, MASTER_KEY: text })).toEqual(['/MASTER_KEY format']);
  });
});

describe('a wrong variable', () => {
  test.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost'],
    ['QUEUE_URL', 'amqp://localhost'],
    ['QUEUE_PREFIX', 'a{b}'],
    ['WECHAT_API_BASE_URL', 'ftp://localhost'],
    ['PUBLIC_URL', 'push.example.com'],
    ['BOOTSTRAP_ADMIN_KEY', 'x'.repeat(31)],
    ['BOOTSTRAP_ADMIN_KEY', '钥'.repeat(32)],
    ['DATABASE_POOL_MAX', '1'],
    ['API_PORT', '65536'],
    ['API_PORT', '-1'],
    ['API_PORT', '3000.5'],
    ['API_PORT', '0x10'],
    ['SEND_TIMEOUT_MS', '499'],
    ['REFRESH_MARGIN_MS', '10s'],
    ['SUBSCRIBE_ASK_MAX', '6'],
    ['WEBHOOK_ALLOW_PRIVATE', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['TRUST_PROXY', 'everybody'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ])('%s=%s is a problem of its own', (name, value) => {
    expect(problemsOf({ ...least, [name]: value })).toEqual([`/${name} format`]);
  });

  test.each([
    ['RECONCILE_WINDOW_MS', '999'],
    ['WORKER_PORT', 'http'],
    ['WORKER_CONCURRENCY', '0'],
    ['WORKER_CONCURRENCY_MAX', '10001'],
    ['RETENTION_PUSHES_DAYS', '0'],
    ['RETENTION_EVENTS_DAYS', '7'],
    ['RETENTION_EVIDENCE_DAYS', '30'],
  ])('%s=%s is one of the worker', (name, value) => {
    expect(problemsOf({ ...least, [name]: value }, loadWorkerConfig)).toEqual([`/${name} format`]);
  });

  test('is told with all the others, by name, expectation and value', () => {
    const env = { API_PORT: '70000', LOG_LEVEL: 'loud', MASTER_KEY: key(1) };
    const report = reportConfigProblems(errorOf(loadApiConfig, env));
    expect(report).toBe(
      [
        '3 variables of the environment cannot be used.',
        "  - LOG_LEVEL is wrong; expected one of error, warn, info, debug, not 'loud'",
        '  - DATABASE_URL is not set; expected a URL such as postgres://name:password@localhost:5432/yuexin',
        "  - API_PORT is wrong; expected a whole number from 0 to 65535, not '70000'",
        '',
      ].join('\n'),
    );
    expect(errorOf(loadApiConfig, env).code).toBe('invalid-request');
  });

  test('never shows a secret, nor a URL that may hold one', () => {
    const hush = 'hush-hush-hush';
    const env = {
      DATABASE_URL: `mysql://u:${hush}@h/db`,
      QUEUE_URL: `amqp://u:${hush}@h`,
      WECHAT_API_BASE_URL: `ftp://u:${hush}@h`,
      MASTER_KEY: hush,
      BOOTSTRAP_ADMIN_KEY: hush,
    };
    const error = errorOf(loadApiConfig, env);
    expect(error.problems).toHaveLength(5);
    expect(JSON.stringify([error.message, error.problems, error.details])).not.toContain(hush);
  });

  test('of enormous length is cut in the report', () => {
    const { problems } = errorOf(loadSimulatorConfig, { LOG_LEVEL: 'x'.repeat(10_000) });
    expect(problems[0]?.message.length).toBeLessThan(200);
  });

  test('alone is told in the singular, and other errors in their own words', () => {
    const one = errorOf(loadSimulatorConfig, { LOG_LEVEL: 'x' });
    expect(one.message).toBe('One variable of the environment cannot be used.');
    expect(reportConfigProblems(new Error('something else'))).toBe('something else\n');
  });
});
