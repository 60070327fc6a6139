import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import { printPush } from '../output/show-push.ts';

export function addPushSettling(push: Command, cli: Cli): void {
  push
    .command('cancel')
    .description('cancel a push that has not been sent')
    .argument('<id>')
    .action(async (id: string) =>
      printPush(cli.out, await cli.client().pushes.cancel(id, {}, cli.call)),
    );

  push
    .command('verdict')
    .description('say whether an unconfirmed push was delivered')
    .argument('<id>')
    .addOption(new Option('--delivered', 'it was').conflicts('then'))
    .addOption(new Option('--then <what>', 'it was not: what now').choices(['resend', 'dead']))
    .option('--reason <text>', 'how you know')
    .action(
      async (
        id: string,
        given: { delivered?: true; then?: 'resend' | 'dead'; reason?: string },
      ) => {
        const more = withoutUndefined({ reason: given.reason });
        if (given.delivered === undefined && given.then === undefined)
          throw new CliError('Say --delivered, or --then resend, or --then dead.');
        const body =
          given.then === undefined
            ? { delivered: true as const, ...more }
            : { delivered: false as const, then: given.then, ...more };
        printPush(cli.out, await cli.client().pushes.giveVerdict(id, body, cli.call));
      },
    );

  push
    .command('replay')
    .description('put a dead push back')
    .argument('<id>')
    .option('--ttl <seconds>', 'its new time to live', wholeNumber(1))
    .option('--may-duplicate', 'also when it may have been delivered already')
    .option('--yes', 'do not ask')
    .action(async (id: string, given: { ttl?: number; mayDuplicate?: true; yes?: true }) => {
      const risk =
        given.mayDuplicate === true ? ' The user may get the message a second time.' : '';
      await cli.asker.confirm(`Put ${id} back?${risk}`, { isYes: given.yes === true });
      const body = withoutUndefined({ ttlSeconds: given.ttl, mayDuplicate: given.mayDuplicate });
      printPush(cli.out, await cli.client().deadLetters.replayPush(id, body, cli.call));
    });
}
