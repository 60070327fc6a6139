import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { loadApiConfig } from '@yuexin/config';
import type { FieldProblem } from '@yuexin/errors';
import { migrateQueue } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import { createLogger, type Tracing } from '@yuexin/telemetry';
import {
  createTestStorage,
  testMasterKey,
  uniquePrefix,
  watchAnswers,
  type TestDatabase,
} from '@yuexin/testkit';
import { composeApi, type Api } from '../../src/compose.ts';
import { listen, stopListening } from '../../src/listen.ts';

export const adminKey = 'bootstrap-admin-key-for-tests-0123456789';

/** What a problem document and a list have in common with any other answer: it is JSON. */
export type Json = Record<string, unknown>;
export type Answer<T = Json> = { status: number; headers: Headers; text: string; body: T };

export type Problem = {
  type: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  retryable: boolean;
  errors?: FieldProblem[];
};

export type CallOptions = {
  /** Null: no Authorization header. Default: the bootstrap key. */
  key?: string | null;
  /** Sent as JSON; a string and bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
};

export type ApiBed = {
  storage: Storage;
  testDatabase: TestDatabase;
  url: () => string;
  call<T = Json>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** A key made through the API. */
  createKey(given: { scopes: string[]; appIds?: string[] }): Promise<string>;
  /** Everything the api has logged, one JSON line each. */
  logged: () => string;
  /** `given` is changed of the options from now on. */
  restart(given?: Pick<BedOptions, 'isExpressAlone'>): Promise<void>;
};

export type BedOptions = {
  wechatUrl?: () => string;
  rateLimitPerMinute?: number;
  /** QUEUE_URL; default: the test's own database. */
  queueUrl?: string;
  env?: Record<string, string>;
  consoleDirectory?: string;
  isExpressAlone?: boolean;
  tracing?: Tracing;
  /** Default: any. For what names its own address. */
  port?: number;
};

/**
 * The api as it ships, on a port of its own, with a database of its own. Call at top level. A test fails when an answer it got
 * is not as /openapi.json documents it.
 */
export async function createApiBed(given: BedOptions = {}): Promise<ApiBed> {
  let options = given;
  // Hooks run in the order they are made: the api goes before its database.
  const goingDown: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const step of goingDown) await step();
  });
  const { storage, testDatabase } = await createTestStorage();
  const lines: string[] = [];
  const queuePrefix = uniquePrefix('api');
  let api: Api | undefined;
  let url = '';

  const start = async (): Promise<void> => {
    const config = loadApiConfig({
      DATABASE_URL: testDatabase.url,
      QUEUE_URL: options.queueUrl ?? testDatabase.url,
      QUEUE_PREFIX: queuePrefix,
      MASTER_KEY: testMasterKey.toString('base64'),
      BOOTSTRAP_ADMIN_KEY: adminKey,
      WECHAT_API_BASE_URL: options.wechatUrl?.() ?? 'http://127.0.0.1:1',
      PUBLIC_URL: 'https://push.example.com',
      SEND_TIMEOUT_MS: '2000',
      ...options.env,
    });
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString('utf8'));
        done();
      },
    });
    const logger = createLogger({ service: 'api', level: 'debug', format: 'json', destination });
    const { rateLimitPerMinute, consoleDirectory, isExpressAlone = false, tracing } = options;
    api = composeApi({
      ...{ config, logger, isExpressAlone, tracing: tracing ?? null },
      ...(rateLimitPerMinute !== undefined && { rateLimitPerMinute }),
      ...(consoleDirectory !== undefined && { consoleDirectory }),
    });
    await listen(api.server, options.port ?? 0);
    url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
    await api.start(new AbortController().signal);
  };

  const stop = async (): Promise<void> => {
    if (api === undefined) return;
    const closed = stopListening(api.server);
    await api.drain();
    await closed;
    await api.close();
  };

  beforeAll(async () => {
    await migrateQueue({ url: testDatabase.url });
    await start();
  });
  goingDown.push(stop);
  const answers = watchAnswers(() => url);
  afterEach(() => {
    const faults = answers.takeFaults();
    if (faults.length > 0)
      throw new Error(`Answers that are not as documented:\n${faults.join('\n')}`);
  });

  const call: ApiBed['call'] = async <T>(method: string, path: string, given: CallOptions = {}) =>
    send<T>(method, url + path, given);

  return {
    storage,
    testDatabase,
    url: () => url,
    call,
    createKey: async (given) => {
      const body = { name: 'test', ...given };
      const made = await call<{ key: string }>('POST', '/v1/api-keys', { body });
      if (made.status !== 201) throw new Error(made.text);
      return made.body.key;
    },
    logged: () => lines.join(''),
    restart: async (changed = {}) => {
      options = { ...options, ...changed };
      await stop();
      await start();
    },
  };
}

async function send<T>(method: string, url: string, given: CallOptions): Promise<Answer<T>> {
  const { key = adminKey, body, headers = {} } = given;
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isReady(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : {}) as T,
  };
}

const isReady = (body: unknown): body is string | Buffer<ArrayBuffer> =>
  typeof body === 'string' || Buffer.isBuffer(body);

/** `pointer rule` of every problem, sorted: what a test of bad input compares. */
export function problemsOf(answer: Answer): string[] {
  const { errors = [] } = answer.body as Partial<Problem>;
  return errors.map(({ pointer, rule }) => `${pointer} ${rule}`).sort();
}
