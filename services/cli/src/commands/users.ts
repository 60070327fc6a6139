import type { User } from '@yuexin/client';
import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { importUsers } from '../import-users.ts';
import { appOption } from '../input/app-option.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import type { Output } from '../output/create-output.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

export function addUserCommands(program: Command, cli: Cli): void {
  const users = program.command('users').description('Users of a mini program, and their grants');

  users
    .command('get')
    .description('show a user and their balances')
    .addOption(appOption())
    .argument('<openid>')
    .action(async (openid: string, { app }: { app: string }) => {
      const user = await cli.client().users.get(app, openid, cli.call);
      if (cli.out.isJson()) cli.out.json(user);
      else printUsers(cli.out, [user]);
    });

  users
    .command('find')
    .description('find users by phone or unionid')
    .addOption(appOption())
    .addOption(
      new Option('--phone <number>', 'by phone; - reads it from stdin').conflicts('unionid'),
    )
    .option('--unionid <unionid>', 'by unionid')
    .action(async (given: { app: string; phone?: string; unionid?: string }) => {
      const { app, unionid } = given;
      const phone = given.phone === '-' ? (await cli.asker.readInput()).trim() : given.phone;
      if (phone === undefined && unionid === undefined)
        throw new CliError('Say --phone or --unionid.');
      const body = withoutUndefined({ phone, unionid });
      const { data } = await cli.client().users.search(app, body, cli.call);
      if (cli.out.isJson()) cli.out.json(data);
      else if (data.length > 0) printUsers(cli.out, data);
      if (data.length === 0)
        throw new CliError('Nobody was found.', { exitCode: exitCodes.notFound });
    });

  addOfUser(users, cli);
}

function addOfUser(users: Command, cli: Cli): void {
  users
    .command('grants')
    .description('list a user’s grants with their evidence, newest first')
    .addOption(appOption())
    .argument('<openid>')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action((openid: string, { app, limit }: { app: string; limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().users.listGrants(app, openid, { limit: pageSize(limit) }, cli.call),
        },
        none: 'There is no grant.',
        columns: ['GRANT', 'TEMPLATE', 'STATE', 'EVIDENCE', 'OBTAINED', 'PUSH'],
        rowOf: (grant) => [
          ...[grant.id, grant.templateId, grant.state, grant.evidence],
          ...[showTime(grant.obtainedAt), grant.pushId ?? ''],
        ],
      }),
    );

  users
    .command('import')
    .description(
      'bring users another system knows: CSV with openid[,phone][,unionid]; may be repeated',
    )
    .addOption(appOption())
    .argument('<file>', 'CSV in UTF-8; - is stdin')
    .action((file: string, { app }: { app: string }) => importUsers(cli, { appId: app, file }));
}

function printUsers(out: Output, users: readonly User[]): void {
  const rows = users.flatMap(({ openid, phoneMasked, lastLoginAt, balances }) => {
    const who = [openid, phoneMasked ?? '-', showTime(lastLoginAt)];
    const owned = Object.entries(balances);
    if (owned.length === 0) return [[...who, '-', '0', '0', '0']];
    return owned.map(([templateId, { available, reserved, spent }]) => [
      ...[...who, templateId, String(available), String(reserved), String(spent)],
    ]);
  });
  const balances = ['TEMPLATE', 'AVAILABLE', 'RESERVED', 'SPENT'];
  out.table(['OPENID', 'PHONE', 'LAST LOGIN', ...balances], rows);
}
