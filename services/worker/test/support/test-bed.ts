import { afterAll, beforeAll } from '@jest/globals';
import { createQueueHub, type QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import { createTestStorage, testMasterKey, type TestDatabase } from '@yuexin/testkit';
import { type Engine, openQueueFor } from './engines.ts';
import { type Simulator, startSimulator } from './start-simulator.ts';
import type { CallbackNetwork } from '../../src/compose-callbacks.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';

/** One database, one to-do list and one WeChat, and workers on them as a test likes. */
export type TestBed = {
  storage: Storage;
  testDatabase: TestDatabase;
  hub: QueueHub;
  simulator: Simulator;
  env: Record<string, string>;
  /** Another worker; every one that still runs is stopped with the file. */
  startWorker(
    change?: Record<string, string>,
    options?: { network?: CallbackNetwork },
  ): RunningWorker;
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const closeTimeoutMs = 60_000;

/** Call at top level, before the tests; the queue answers once `beforeAll` has run. */
export async function createTestBed(engine: Engine): Promise<TestBed> {
  const workers: RunningWorker[] = [];
  const closing: (() => Promise<unknown>)[] = [];
  // Registered first, so that the workers are gone before createTestStorage drops their database.
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(closing.map((close) => close()));
  }, closeTimeoutMs);
  const { storage, testDatabase } = await createTestStorage({ poolMax: 10 });
  const { queueUrl, queuePrefix } = await openQueueFor(engine, testDatabase.url);
  const hub = createQueueHub({ queueUrl, prefix: queuePrefix, poolMax: 6, logger: silent });
  const simulator = await startSimulator();
  closing.push(
    () => hub.close(),
    () => simulator.stop(),
  );
  beforeAll(() => hub.ready(AbortSignal.timeout(10_000)));
  const env = {
    DATABASE_URL: testDatabase.url,
    QUEUE_URL: queueUrl,
    QUEUE_PREFIX: queuePrefix,
    MASTER_KEY: testMasterKey.toString('base64'),
    WECHAT_API_BASE_URL: simulator.url,
    SEND_TIMEOUT_MS: '2000',
    RECONCILE_WINDOW_MS: '1000',
  };
  return {
    storage,
    testDatabase,
    hub,
    simulator,
    env,
    startWorker: (change = {}, options = {}) => {
      const worker = startWorker({ ...env, ...change }, options);
      workers.push(worker);
      return worker;
    },
  };
}
