import type { DatabaseFacts } from '@yuexin/storage';
import { failed, ok, warning, type Finding } from '../finding.ts';

const check = 'Disk';
const gb = 1024 ** 3;
const warnsBelow = 0.15;
const failsBelow = 0.03;
const walHeldMax = 5 * gb;

const size = (bytes: number): string =>
  bytes < gb ? `${Math.ceil(bytes / 1024 ** 2)} MB` : `${(bytes / gb).toFixed(1)} GB`;

export type DiskInput = {
  database: Pick<DatabaseFacts, 'databaseBytes' | 'walHeldBytes' | 'archiveFailedAt'>;
  /** Of the file system PostgreSQL’s files lie on; null: on another machine, or not for us to see. */
  space: { freeBytes: number; totalBytes: number } | null;
};

/** What fills PostgreSQL’s disk, and how much is left. */
export function judgeDisk({ database, space }: DiskInput): Finding[] {
  const { databaseBytes, walHeldBytes, archiveFailedAt } = database;
  return [
    judgeSpace(databaseBytes, space),
    ...(walHeldBytes > walHeldMax
      ? [
          warning(
            check,
            `A replication slot without a reader keeps ${size(walHeldBytes)} of PostgreSQL’s log from being removed.`,
            'Bring its standby back, or drop it: select pg_drop_replication_slot(…).',
          ),
        ]
      : []),
    ...(archiveFailedAt === null
      ? []
      : [
          warning(
            check,
            `Archiving PostgreSQL’s log has failed since ${archiveFailedAt.toISOString()}; it grows, and there is no newer backup.`,
            'See archive_command and PostgreSQL’s log.',
          ),
        ]),
  ];
}

function judgeSpace(databaseBytes: number, space: DiskInput['space']): Finding {
  const own = `The database takes ${size(databaseBytes)}`;
  if (space === null) {
    return ok(check, `${own}; the disk itself cannot be seen from here: watch it where it is.`);
  }
  const { freeBytes, totalBytes } = space;
  const detail = `${own}; ${size(freeBytes)} of ${size(totalBytes)} are free beside it.`;
  const todo = 'Give it more room; RETENTION_PUSHES_DAYS decides most of what is kept.';
  if (freeBytes < failsBelow * totalBytes) return failed(check, detail, todo);
  return freeBytes < warnsBelow * totalBytes ? warning(check, detail, todo) : ok(check, detail);
}
