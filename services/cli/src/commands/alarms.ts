import type { Alarm } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

export function addAlarmCommands(program: Command, cli: Cli): void {
  const alarms = program.command('alarms').description('What an operator should look at');

  alarms
    .command('list')
    .description('show them, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ limit }: { limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().operating.listAlarms({ limit: pageSize(limit) }, cli.call),
        },
        none: 'All is quiet.',
        columns: ['ALARM', 'STATE', 'COUNT', 'LAST', 'MESSAGE'],
        rowOf: (alarm) => [
          ...[alarm.id, stateOf(alarm), String(alarm.count), showTime(alarm.lastAt), alarm.message],
        ],
      }),
    );

  alarms
    .command('acknowledge')
    .description('say that somebody looks after it')
    .argument('<id>')
    .action(async (id: string) => {
      const alarm = await cli.client().operating.acknowledgeAlarm(id, cli.call);
      if (cli.out.isJson()) cli.out.json(alarm);
      else cli.out.note(`${id} is acknowledged.`);
    });
}

function stateOf({ resolvedAt, acknowledgedAt }: Alarm): string {
  if (resolvedAt !== null) return 'over';
  return acknowledgedAt === null ? 'open' : 'acknowledged';
}
