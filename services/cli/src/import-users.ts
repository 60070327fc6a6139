import type { Cli } from './cli.ts';
import { importInParts, inParts } from './import-in-parts.ts';
import { readCsv } from './input/read-csv.ts';
import { readTextFile } from './input/read-text-file.ts';

const most = 1000;
const openidShape = /^[A-Za-z0-9_-]{1,128}$/;

/** Brings the users of a CSV. The whole file is judged before anything is sent. */
export async function importUsers(cli: Cli, input: { appId: string; file: string }): Promise<void> {
  const { out } = cli;
  const rows = readCsv({
    ...{ text: await readTextFile(input.file, cli.asker), name: input.file },
    ...{ required: ['openid'], optional: ['phone', 'unionid'] },
    problemOf: ({ values }) =>
      openidShape.test(values.openid ?? '') ? null : `openid ${values.openid ?? ''} is none`,
  });
  const client = cli.client();
  let imported = 0;
  await importInParts({
    ...{ out, title: 'users', parts: inParts(rows, { most, mostWeight: most, weigh: () => 1 }) },
    send: async (part) => {
      const users = part.map(({ values }) => ({ ...values, openid: values.openid ?? '' }));
      imported += (await client.users.import(input.appId, { users }, cli.call)).imported;
    },
  });
  if (out.isJson()) out.json({ imported });
  else out.note(`${imported} users are imported.`);
}
