import type { ApiKeyWithSecret, NewApiKey } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { collect, instant, wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import type { Output } from '../output/create-output.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

export function addKeyCommands(program: Command, cli: Cli): void {
  const keys = program.command('keys').description('API keys of business systems and operators');

  keys
    .command('list')
    .description('show all, without the keys themselves')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ limit }: { limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().apiKeys.list({ limit: pageSize(limit) }, cli.call),
          none: 'There is no key yet.',
        },
        columns: ['ID', 'NAME', 'SCOPES', 'APPS', 'ENDS', 'LAST USED'],
        rowOf: (key) => [
          ...[key.id, key.name, key.scopes.join(' '), key.appIds?.join(' ') ?? 'all'],
          ...[showTime(key.revokedAt ?? key.expiresAt), showTime(key.lastUsedAt)],
        ],
      }),
    );

  keys
    .command('create')
    .description('make a key; it is printed this once')
    .requiredOption('--name <name>', 'whose it is')
    .requiredOption('--scope <scope>', 'what it may do; may be given several times', collect)
    .option('--app <appId>', 'bind it to this app; may be given several times', collect)
    .option('--expires <time>', 'when it ends', instant)
    .action(async (given: { name: string; scope: string[]; app?: string[]; expires?: string }) => {
      const { name, scope, app, expires } = given;
      const more = withoutUndefined({ appIds: app, expiresAt: expires });
      // The api judges the scopes, and names those there are.
      const body = { name, scopes: scope as NewApiKey['scopes'], ...more };
      printNewKey(cli.out, await cli.client().apiKeys.create(body, cli.call));
    });

  keys
    .command('rotate')
    .description('replace a key without a gap; the new one is printed this once')
    .argument('<id>')
    .option('--overlap <seconds>', 'how long the old one goes on working', wholeNumber(0))
    .addOption(becauseOption())
    .option('--yes', 'do not ask')
    .action(async (id: string, given: { overlap?: number; because?: string; yes?: true }) => {
      const question = `The key ${id} ends when its overlap is over; whoever uses it needs the new one. Go on?`;
      await cli.asker.confirm(question, { isYes: given.yes === true });
      const body = { ...withoutUndefined({ overlapSeconds: given.overlap }), ...becauseOf(given) };
      printNewKey(cli.out, await cli.client().apiKeys.rotate(id, body, cli.call));
    });

  keys
    .command('revoke')
    .description('end a key')
    .argument('<id>')
    .option('--yes', 'do not ask')
    .action(async (id: string, { yes }: { yes?: true }) => {
      await cli.asker.confirm(`Whoever uses the key ${id} is refused from now on. Go on?`, {
        isYes: yes === true,
      });
      await cli.client().apiKeys.revoke(id, {}, cli.call);
      cli.out.done({ id, isRevoked: true }, `${id} has ended.`);
    });
}

function printNewKey(out: Output, made: ApiKeyWithSecret): void {
  if (out.isJson()) {
    out.json(made);
    return;
  }
  out.facts({
    id: made.id,
    name: made.name,
    scopes: made.scopes.join(' '),
    apps: made.appIds?.join(' ') ?? 'all',
    ends: showTime(made.expiresAt),
    key: made.key,
  });
  out.note('The key is shown this once: keep it now.');
}
