import { describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '@yuexin/testkit';
import { openTestCore } from '../test-support/open-test-core.ts';
import { recordLog } from '../test-support/record-log.ts';
import { inspectDatabase } from './inspect-database.ts';
import { inspectPooler } from './inspect-pooler.ts';
import { tellConnectionWorries } from './tell-connection-worries.ts';

const { core, testDatabase } = await openTestCore({ poolMax: 2 });
const databaseUrl = testDatabase.url;
const nowhere = 'postgres://nobody:s3cret@127.0.0.1:9/nowhere';

describe('inspectDatabase', () => {
  test('when the database is as it should be, then its facts are told and nothing is wrong with its schema', async () => {
    const facts = await inspectDatabase({ databaseUrl });
    expect(facts).toMatchObject({
      ...{ encoding: 'UTF8', isStandby: false, schemaProblem: null, walHeldBytes: 0 },
      archiveFailedAt: null,
    });
    expect(facts.versionNumber).toBeGreaterThanOrEqual(150_000);
    expect(facts.version).toMatch(/^\d+\.\d+$/);
    expect(Math.abs(facts.clockAheadMs)).toBeLessThan(5_000);
    expect(facts.roundTripMs).toBeGreaterThan(0);
    expect(facts.connectionsMax).toBeGreaterThan(facts.connectionsOpen);
    expect(facts.databaseBytes).toBeGreaterThan(1_000_000);
    expect(facts.dataDirectory).toMatch(/^\//);
  });

  test('when processes beat, then those that live are counted', async () => {
    await core.database.query(`insert into heartbeats (process_id, role, beat_at) values
      ('api-1', 'api', clock_timestamp()), ('api-1', 'api', clock_timestamp() - interval '1 second'),
      ('worker-1', 'worker', clock_timestamp()), ('gone', 'worker', clock_timestamp() - interval '1 minute')`);
    expect((await inspectDatabase({ databaseUrl })).processesAlive).toBe(2);
  });

  test('when the database is empty, then what is missing is said, and that nobody is known to live', async () => {
    const empty = await createTestDatabase({ isMigrated: false });
    expect(await inspectDatabase({ databaseUrl: empty.url })).toMatchObject({
      schemaProblem: 'The database is not migrated yet: run `npm run migrate`.',
      processesAlive: null,
    });
    await empty.drop();
  });

  test('when nobody answers, then one sentence says where, without the password', async () => {
    const asked = inspectDatabase({ databaseUrl: nowhere });
    await expect(asked).rejects.toMatchObject({
      code: 'unavailable',
      message: 'PostgreSQL at 127.0.0.1:9 does not answer (ECONNREFUSED).',
    });
  });
});

describe('inspectPooler', () => {
  test('when connections lead to PostgreSQL itself, then there is none', async () => {
    expect(await inspectPooler({ databaseUrl })).toBeNull();
  });
});

describe('tellConnectionWorries', () => {
  const tell = async (poolMax: number, url = databaseUrl) => {
    const log = recordLog();
    await tellConnectionWorries({ databaseUrl: url, poolMax, logger: log.logger });
    return log.messages();
  };

  test('when connections suffice, then nothing is said', async () => {
    expect(await tell(2)).toEqual([]);
  });

  test('when one process may want more than PostgreSQL lets in, then that is said with both figures', async () => {
    const lines = await tell(5_000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^PostgreSQL lets in \d+ connections, and .* want 5000/);
  });

  test('when nobody answers, then it does not fail', async () => {
    expect(await tell(2, nowhere)).toEqual(['It is not known whether connections suffice.']);
  });
});
