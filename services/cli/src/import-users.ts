import type { Cli } from './cli.ts';
import { importInParts, inParts } from './import-in-parts.ts';
import { judgeRow } from './input/judge-row.ts';
import { readCsv } from './input/read-csv.ts';
import { readTextFile } from './input/read-text-file.ts';

const most = 1000;
const columns = ['openid', 'phone', 'unionid'] as const;

/** Brings the users of a CSV. The whole file is judged before anything is sent. */
export async function importUsers(cli: Cli, input: { appId: string; file: string }): Promise<void> {
  const { out } = cli;
  const rows = readCsv({
    ...{ text: await readTextFile(input.file, cli.asker), name: input.file },
    ...{ required: ['openid'], optional: ['phone', 'unionid'] },
    problemsOf: ({ values }) => judgeRow(values, columns),
  });
  const client = cli.client();
  const parts = inParts(
    rows.map((row) => [row]),
    { most, mostWeight: most, weigh: () => 1 },
  );
  let imported = 0;
  await importInParts({
    ...{ out, title: 'users', parts },
    send: async (part) => {
      const users = part.map(({ values }) => ({ ...values, openid: values.openid ?? '' }));
      imported += (await client.users.import(input.appId, { users }, cli.call)).imported;
    },
  });
  if (out.isJson()) out.json({ imported });
  else out.note(`${imported} ${imported === 1 ? 'user is' : 'users are'} imported.`);
}
