import { afterAll } from '@jest/globals';
import { openStorage, type Storage, type StorageLogger } from '@yuexin/storage';
import { createTestDatabase, type TestDatabase } from './create-test-database.ts';

export type TestStorage = {
  storage: Storage;
  testDatabase: TestDatabase;
  /** What storage logged so far. */
  logged: () => string[];
  /** Another process's storage on the same database. */
  openAnother: () => Storage;
};

/** What tests encrypt under. */
export const testMasterKey = Buffer.alloc(32, 7);

/** A migrated database of its own for this test file with a real storage on it; both end with the file. Call at top level. */
export async function createTestStorage(options: { poolMax?: number } = {}): Promise<TestStorage> {
  const testDatabase = await createTestDatabase();
  const opened: Storage[] = [];
  const messages: string[] = [];
  const note = (message: string) => {
    messages.push(message);
  };
  const logger: StorageLogger = { info: note, warn: note };
  const openAnother = () => {
    const storage = openStorage({
      databaseUrl: testDatabase.url,
      poolMax: options.poolMax ?? 8,
      masterKeys: [testMasterKey],
      applicationName: 'yuexin-test',
      logger,
    });
    opened.push(storage);
    return storage;
  };
  afterAll(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
    await testDatabase.drop();
  });
  return { storage: openAnother(), testDatabase, logged: () => messages, openAnother };
}
