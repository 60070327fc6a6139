import { afterAll } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@yuexin/testkit';
import { openStorageCore, type OpenStorageCore, type StorageCore } from '../storage-core.ts';
import { recordLog } from './record-log.ts';

export const testMasterKey = Buffer.alloc(32, 7);

export type TestCore = {
  core: OpenStorageCore;
  testDatabase: TestDatabase;
  /** What settled unconfirmed pushes so far, as the process is told. */
  evidence: string[];
  /** Drift of the ledger so far, as the process is told. */
  drift: { appId: string; templateId: string; voided: number }[];
  /** Another process on the same database, perhaps with other master keys. */
  openAnother: (options?: { masterKeys?: Buffer[]; poolMax?: number }) => OpenStorageCore;
};

/** Opens `connections` of a pool, so that what runs at once next really does. */
export async function warmUp(core: StorageCore, connections: number): Promise<void> {
  await Promise.all(
    Array.from({ length: connections }, () => core.database.query('select pg_sleep(0.05)')),
  );
}

/** A migrated database of its own for this file, and a core on it; both end with the file. Call at top level. */
export async function openTestCore(options: { poolMax?: number } = {}): Promise<TestCore> {
  const testDatabase = await createTestDatabase();
  const opened: OpenStorageCore[] = [];
  const evidence: string[] = [];
  const drift: TestCore['drift'] = [];
  const openAnother: TestCore['openAnother'] = (other = {}) => {
    const core = openStorageCore({
      databaseUrl: testDatabase.url,
      poolMax: other.poolMax ?? options.poolMax ?? 8,
      masterKeys: other.masterKeys ?? [testMasterKey],
      applicationName: 'yuexin-test',
      logger: recordLog().logger,
      onEvidence: (name, count) => evidence.push(...Array<string>(count).fill(name)),
      onGrantDrift: (one) => drift.push(one),
    });
    opened.push(core);
    return core;
  };
  afterAll(async () => {
    await Promise.all(opened.map((core) => core.database.close()));
    await testDatabase.drop();
  });
  return { core: openAnother(), testDatabase, openAnother, evidence, drift };
}
