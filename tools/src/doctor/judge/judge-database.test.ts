import { describe, expect, test } from '@jest/globals';
import type { DatabaseFacts } from '@yuexin/storage';
import { judgeConnections } from './judge-connections.ts';
import { judgeDatabase } from './judge-database.ts';
import { judgeDisk } from './judge-disk.ts';
import { judgeSecrets } from './judge-secrets.ts';

const gb = 1024 ** 3;
const facts: DatabaseFacts = {
  ...{ version: '16.4', versionNumber: 160_004, encoding: 'UTF8', isStandby: false },
  ...{ connectionsMax: 97, connectionsOpen: 20, processesAlive: 3, isDurable: true },
  ...{ statementLimitMs: 0, lockLimitMs: 0, idleInTransactionLimitMs: 0 },
  ...{ databaseBytes: 2 * gb, dataDirectory: null, walHeldBytes: 0, archiveFailedAt: null },
  ...{ roundTripMs: 0.4, clockAheadMs: 12, schemaProblem: null },
};
const statusesOf = (findings: readonly { check: string; status: string }[]) =>
  findings.map(({ check, status }) => `${check}: ${status}`);
const judge = (given: Partial<DatabaseFacts>) =>
  statusesOf(judgeDatabase({ ...facts, ...given }, 'PostgreSQL at db:5432/yuexin'));

describe('PostgreSQL', () => {
  test('as it should be, it is well', () => {
    const well = ['PostgreSQL: ok', 'Clock of PostgreSQL: ok', 'Migrations: ok'];
    expect(judge({})).toEqual(well);
    expect(judge({ versionNumber: 150_000 })).toEqual(well);
  });

  test.each([
    ['too old', { versionNumber: 140_011 }, 'PostgreSQL: failed'],
    ['in SQL_ASCII', { encoding: 'SQL_ASCII' }, 'PostgreSQL: failed'],
    ['a standby', { isStandby: true }, 'PostgreSQL: failed'],
    ['not durable', { isDurable: false }, 'PostgreSQL: warning'],
    ['far away', { roundTripMs: 30 }, 'PostgreSQL: warning'],
    ['some seconds off', { clockAheadMs: -3_000 }, 'Clock of PostgreSQL: warning'],
    ['a minute off', { clockAheadMs: 61_000 }, 'Clock of PostgreSQL: failed'],
    ['not migrated', { schemaProblem: 'Behind.' }, 'Migrations: failed'],
  ])('%s, that is found', (_, given, found) => {
    expect(judge(given)).toContain(found);
  });
});

describe('connections', () => {
  const needs = {
    poolMax: 10,
    processes: 3,
    connectionsMax: 97,
    connectionsOpen: 20,
    pooler: null,
  };

  test('that suffice are told in figures', () => {
    expect(judgeConnections(needs)).toEqual([
      expect.objectContaining({
        status: 'ok',
        detail: '3 processes of 10 each; PostgreSQL lets in 97, 20 are open.',
      }),
    ]);
  });

  test('that do not are a warning in two parts: what is, and what to do', () => {
    expect(judgeConnections({ ...needs, processes: 12 })).toEqual([
      {
        ...{ check: 'Connections', status: 'warning' },
        detail: 'PostgreSQL lets in 97 connections, and 12 processes may want 10 each.',
        todo: 'Raise max_connections, lower DATABASE_POOL_MAX, or put PgBouncer between.',
      },
    ]);
  });

  test('that others have taken are a warning', () => {
    const [finding] = judgeConnections({ ...needs, connectionsOpen: 90 });
    expect(finding).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('90 of 97'),
    });
  });
});

describe('disk', () => {
  const space = (freeBytes: number) => ({ freeBytes, totalBytes: 100 * gb });
  const judgeSpace = (free: number | null) =>
    judgeDisk({ database: facts, space: free === null ? null : space(free) })[0]?.status;

  test('is judged by what is free of it, and only told where it cannot be seen', () => {
    expect(judgeSpace(50 * gb)).toBe('ok');
    expect(judgeSpace(10 * gb)).toBe('warning');
    expect(judgeSpace(2 * gb)).toBe('failed');
    expect(judgeSpace(null)).toBe('ok');
    const [unseen] = judgeDisk({ database: facts, space: null });
    expect(unseen?.detail).toContain('The database takes 2.0 GB');
  });

  test('is filled by slots without a reader and by an archive that fails', () => {
    const database = {
      ...{ databaseBytes: 1, walHeldBytes: 6 * gb },
      archiveFailedAt: new Date('2026-01-05T08:00:00Z'),
    };
    const found = judgeDisk({ database, space: space(50 * gb) });
    expect(statusesOf(found)).toEqual(['Disk: ok', 'Disk: warning', 'Disk: warning']);
    expect(found[1]?.detail).toContain('6.0 GB');
    expect(found[2]?.detail).toContain('2026-01-05T08:00:00.000Z');
  });
});

describe('MASTER_KEY', () => {
  test('that opens all is well, under an older key a warning, closed a failure with its reason', () => {
    const judgeOf = (given: Partial<Parameters<typeof judgeSecrets>[0]>) =>
      judgeSecrets({ opened: 0, underOlderKey: 0, failures: [], ...given });
    expect(judgeOf({})[0]).toMatchObject({ status: 'ok', detail: expect.stringContaining('yet') });
    expect(judgeOf({ opened: 7 })[0]?.status).toBe('ok');
    expect(judgeOf({ opened: 7, underOlderKey: 3 })[0]?.status).toBe('warning');
    expect(judgeOf({ opened: 7, failures: [{ why: 'No key.', count: 2 }] })).toEqual([
      expect.objectContaining({
        status: 'failed',
        detail: '2 stored secrets do not open. No key.',
      }),
    ]);
  });
});
