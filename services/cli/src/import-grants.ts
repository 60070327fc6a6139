import { createHash } from 'node:crypto';
import type { GrantImport } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { importInParts, inParts } from './import-in-parts.ts';
import { judgeRow } from './input/judge-row.ts';
import { readCsv, type CsvRow } from './input/read-csv.ts';
import { readTextFile } from './input/read-text-file.ts';

const most = 1000;
const mostWeight = 10_000;
const columns = { required: ['openid', 'templateId'], optional: ['count', 'grantedAt'] } as const;
const judged = [...columns.required, ...columns.optional] as const;

type Row = CsvRow<(typeof judged)[number]>;
type ImportedGrant = GrantImport['grants'][number];

/**
 * Brings the presumed grants of a CSV, which says how many each user was ever given: what the ledger lacks of them is
 * added, so that the same file again, longer or corrected, counts nothing twice. With `again` they come on top of what is
 * there, once for each name. The whole file is judged, and a person asked, before anything is sent.
 */
export async function importGrants(
  cli: Cli,
  input: { appId: string; file: string; isYes: boolean; again: string | undefined },
): Promise<void> {
  const { out } = cli;
  const { appId, again, file } = input;
  const text = await readTextFile(file, cli.asker);
  const problemsOf = ({ values }: Row): string[] => judgeRow(values, judged);
  const rows = readCsv({ text, name: file, problemsOf, ...columns });
  const parts = partsOf(rows);
  const total = weightOf(rows);
  const client = cli.client();
  await cli.asker.confirm(question({ total, lines: rows.length, appId, again }), {
    isYes: input.isYes,
  });
  let imported = 0;
  let released = 0;
  await importInParts({
    ...{ out, title: 'grants', parts },
    send: async (part) => {
      const grants = part.map(grantOf);
      const at = parts.indexOf(part as Row[]);
      const answer = await client.users.importGrants(
        ...([
          appId,
          { grants, counting: again === undefined ? 'total' : 'more' },
          // Of one name each part is there once: another content under it is refused.
          {
            ...cli.call,
            ...(again !== undefined && { idempotencyKey: keyOf([appId, again, at]) }),
          },
        ] as const),
      );
      imported += answer.imported;
      released += answer.released;
    },
  });
  if (out.isJson()) out.json({ imported, released });
  else if (again !== undefined) out.note(`${grants(imported)} came on top as ${again}.`);
  else
    out.note(
      `${grants(imported)} added, ${total - imported} of the file in the ledger already; ${released} parked pushes set going.`,
    );
}

const grants = (count: number): string => (count === 1 ? '1 grant' : `${count} grants`);

function question(input: {
  total: number;
  lines: number;
  appId: string;
  again: string | undefined;
}): string {
  const { total, lines, appId, again } = input;
  const how =
    again === undefined
      ? 'Those that were imported before are not added again.'
      : 'They come on top of those that were imported before.';
  return `Import ${grants(total)} of ${lines} ${lines === 1 ? 'line' : 'lines'} to ${appId}? ${how} A grant that WeChat does not know of costs a refused message.`;
}

/** What is of one user and template is in one part: only together do the lines say how many there are in all. */
function partsOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.values.openid ?? ''} ${row.values.templateId ?? ''}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  for (const [name, group] of groups)
    if (group.length > most || weightOf(group) > mostWeight)
      throw new CliError(
        `${name} has ${group.length} lines with ${weightOf(group)} grants; nothing was imported.`,
        {
          cure: `One user and template may have up to ${most} lines and ${mostWeight} grants: put lines together by their count.`,
        },
      );
  return inParts([...groups.values()], { most, mostWeight, weigh: countOf });
}

const countOf = ({ values }: Row): number => Number(values.count ?? '1');

const weightOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + countOf(row), 0);

function grantOf(row: Row): ImportedGrant {
  const { openid = '', templateId = '', grantedAt } = row.values;
  return { openid, templateId, count: countOf(row), ...(grantedAt !== undefined && { grantedAt }) };
}

function keyOf(said: unknown): string {
  return `import-${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`;
}
