import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { followReplay } from '../follow-replay.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { printReplay } from '../output/show-replay.ts';
import { showTime } from '../output/show-time.ts';

export function addReplayCommands(program: Command, cli: Cli): void {
  const replays = program
    .command('replays')
    .description('Replays of dead letters that were started');

  replays
    .command('list')
    .description('show them, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ limit }: { limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().deadLetters.listReplays({ limit: pageSize(limit) }, cli.call),
        },
        none: 'There was none yet.',
        columns: ['REPLAY', 'STATE', 'BACK', 'OF', 'STARTED', 'BY'],
        rowOf: ({ id, state, progress, startedAt, startedBy }) => [
          ...[id, state, String(progress.replayed), String(progress.total)],
          ...[showTime(startedAt), startedBy],
        ],
      }),
    );

  replays
    .command('get')
    .description('show how far one is')
    .argument('<id>')
    .action(async (id: string) =>
      printReplay(cli.out, await cli.client().deadLetters.getReplay(id, cli.call)),
    );

  replays
    .command('watch')
    .description('follow one to its end')
    .argument('<id>')
    .action(async (id: string) => printReplay(cli.out, await followReplay(cli, id)));

  for (const [verb, what] of [
    ['pause', 'stop one for now'],
    ['resume', 'let one go on'],
    ['cancel', 'end one; what it put back goes on its way'],
  ] as const)
    replays
      .command(verb)
      .description(what)
      .argument('<id>')
      .addOption(becauseOption())
      .option('--yes', 'do not ask')
      .action(async (id: string, given: { because?: string; yes?: true }) => {
        // A pause is taken back by the other.
        if (verb === 'cancel')
          await cli.asker.confirm(`End ${id}? What it has not put back stays dead.`, {
            isYes: given.yes === true,
          });
        const steer = cli.client().deadLetters[`${verb}Replay`];
        printReplay(cli.out, await steer(id, becauseOf(given), cli.call));
      });
}
