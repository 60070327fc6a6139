import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { migrations } from '@yuexin/migrations';
import { readFunctions } from './read-functions.ts';

/** Names the schema of this version (hex): equal when every migration and function file is equal. */
export async function schemaChecksum(): Promise<string> {
  const hash = createHash('sha256');
  const recorder = {
    query(sql: string) {
      hash.update(sql);
      return Promise.resolve();
    },
  } as unknown as QueryRunner;
  for (const Migration of migrations) {
    const migration = new Migration();
    hash.update(migration.name);
    await migration.up(recorder);
  }
  for (const file of await readFunctions()) hash.update(file.fileName + file.checksum);
  return hash.digest('hex');
}
