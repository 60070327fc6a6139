import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { appFilter } from '../input/app-option.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

type Filter = { app?: string; target?: string; actor?: string; action?: string; limit: number };

export function addAuditCommand(program: Command, cli: Cli): void {
  program
    .command('audit')
    .description('Who changed what, newest first')
    .addOption(appFilter())
    .option('--target <target>', 'such as push:psh_… or app:wx…')
    .option('--actor <actor>', 'such as key:key_…')
    .option('--action <action>', 'such as app.pause')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ app, limit, ...filter }: Filter) =>
      printList({
        ...{ out: cli.out, limit, none: 'Nothing was changed.' },
        list: cli
          .client()
          .operating.listAudit(
            withoutUndefined({ ...filter, appId: app, limit: pageSize(limit) }),
            cli.call,
          ),
        columns: ['AT', 'WHO', 'DID', 'TO', 'WHY'],
        rowOf: ({ at, actor, action, target, reason }) => [
          ...[showTime(at), actor, action, target, reason ?? ''],
        ],
      }),
    );
}
