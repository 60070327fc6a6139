import type { Callback } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

export function addCallbackCommands(program: Command, cli: Cli): void {
  const callbacks = program
    .command('callbacks')
    .description('What your endpoints were told, and what they answered');
  const calls = () => cli.client().webhooks;

  callbacks
    .command('list')
    .description('show them, newest first')
    .option('--state <state>', 'only these: waiting, delivered, failed, skipped')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ state, limit }: { state?: Callback['state']; limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          none: 'There is none: nothing was told yet, or its endpoint is deleted.',
        },
        list: calls().listCallbacks(
          { limit: pageSize(limit), ...withoutUndefined({ state }) },
          cli.call,
        ),
        columns: ['ID', 'TYPE', 'STATE', 'TRIES', 'LAST ANSWER', 'AT'],
        rowOf: (callback) => [
          ...[callback.id, callback.type, callback.state, String(callback.attempts)],
          ...[lastAnswerOf(callback), showTime(callback.at)],
        ],
      }),
    );

  callbacks
    .command('show')
    .description('show one, with its body and each try')
    .argument('<id>')
    .action(async (id: string) => cli.out.json(await calls().getCallback(id, cli.call)));

  callbacks
    .command('resend')
    .description('tell it again, also when it was delivered')
    .argument('<id>')
    .action(async (id: string) => {
      const callback = await calls().resendCallback(id, cli.call);
      if (cli.out.isJson()) cli.out.json(callback);
      else cli.out.note(`${id} is told again within a second or two.`);
    });
}

function lastAnswerOf({ tries }: Callback): string {
  const last = tries.at(-1);
  if (last === undefined) return '';
  return last.status === null ? (last.error ?? '') : String(last.status);
}
