import { createHash } from 'node:crypto';
import type { GrantImport } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { importInParts, inParts } from './import-in-parts.ts';
import { readCsv, type CsvRow } from './input/read-csv.ts';
import { readTextFile } from './input/read-text-file.ts';

const mostRows = 1000;
const mostGrants = 10_000;
const columns = { required: ['openid', 'templateId'], optional: ['count', 'grantedAt'] } as const;

type Row = CsvRow<'openid' | 'templateId' | 'count' | 'grantedAt'>;
type ImportedGrant = GrantImport['grants'][number];

/**
 * Brings the presumed grants of a CSV. The whole file is judged, and a person asked, before anything is sent. Each part
 * carries a key made of what it says: the same file again counts nothing twice. `again` is for grants that are really
 * the same a second time.
 */
export async function importGrants(
  cli: Cli,
  input: { appId: string; file: string; isYes: boolean; again: string | undefined },
): Promise<void> {
  const { out } = cli;
  const { appId } = input;
  const rows = readCsv({
    ...{ text: await readTextFile(input.file, cli.asker), name: input.file, problemOf, ...columns },
  });
  const total = rows.reduce((sum, row) => sum + countOf(row), 0);
  const client = cli.client();
  await cli.asker.confirm(
    `Add ${total} grants of ${rows.length} lines to ${appId}? A grant that WeChat does not know of costs a refused message.`,
    { isYes: input.isYes },
  );
  const parts = inParts(rows, { most: mostRows, mostWeight: mostGrants, weigh: countOf });
  let imported = 0;
  let released = 0;
  await importInParts({
    ...{ out, title: 'grants', parts },
    send: async (part) => {
      const grants = part.map(grantOf);
      const idempotencyKey = keyOf([
        appId,
        input.again ?? '',
        parts.indexOf(part as Row[]),
        grants,
      ]);
      const answer = await client.users.importGrants(
        ...([appId, { grants }, { ...cli.call, idempotencyKey }] as const),
      );
      imported += answer.imported;
      released += answer.released;
    },
  });
  if (out.isJson()) out.json({ imported, released });
  else
    out.note(
      `${imported} grants are in the ledger by this file, ${released} parked pushes set going. The same file again counts nothing twice.`,
    );
}

const countOf = ({ values }: Row): number => Number(values.count ?? '1');

function problemOf({ values }: Row): string | null {
  const { openid = '', count = '1', grantedAt } = values;
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(openid)) return `openid ${openid} is none`;
  if (!/^\d{1,4}$/.test(count) || Number(count) < 1 || Number(count) > 1000)
    return `count ${count} must be 1 to 1000`;
  const isTime = grantedAt === undefined || /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(grantedAt);
  return isTime ? null : `grantedAt ${grantedAt} must be such as 2026-01-05T08:00:00+08:00`;
}

function grantOf(row: Row): ImportedGrant {
  const { openid = '', templateId = '', grantedAt } = row.values;
  return { openid, templateId, count: countOf(row), ...(grantedAt !== undefined && { grantedAt }) };
}

function keyOf(said: unknown): string {
  return `import-${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`;
}
