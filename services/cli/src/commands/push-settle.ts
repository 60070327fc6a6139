import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import { printPush } from '../output/show-push.ts';

type Because = { because?: string };
type ReplayOptions = Because & { ttl?: number; mayDuplicate?: true; yes?: true };

export function addPushSettling(push: Command, cli: Cli): void {
  push
    .command('cancel')
    .description('cancel a push that has not been sent')
    .argument('<id>')
    .addOption(becauseOption())
    .option('--yes', 'do not ask')
    .action(async (id: string, given: Because & { yes?: true }) => {
      const question = `Cancel ${id}? It is never sent, and it cannot be taken back.`;
      await cli.asker.confirm(question, { isYes: given.yes === true });
      printPush(cli.out, await cli.client().pushes.cancel(id, becauseOf(given), cli.call));
    });

  push
    .command('discard')
    .description('give a dead push up for good')
    .argument('<id>')
    .requiredOption('--because <text>', 'why; kept in the audit, and told as its reason')
    .option('--yes', 'do not ask')
    .action(async (id: string, given: { because: string; yes?: true }) => {
      const question = `Discard ${id}? It is never sent, and it cannot be taken back.`;
      await cli.asker.confirm(question, { isYes: given.yes === true });
      const body = { reason: given.because };
      printPush(cli.out, await cli.client().deadLetters.discardPush(id, body, cli.call));
    });

  addVerdict(push, cli);

  push
    .command('replay')
    .description('put a dead push back')
    .argument('<id>')
    .option('--ttl <seconds>', 'its new time to live', wholeNumber(1))
    .option('--may-duplicate', 'also when it may have been delivered already')
    .addOption(becauseOption())
    .option('--yes', 'do not ask')
    .action(async (id: string, given: ReplayOptions) => {
      const risk =
        given.mayDuplicate === true ? ' The user may get the message a second time.' : '';
      await cli.asker.confirm(`Put ${id} back?${risk}`, { isYes: given.yes === true });
      const body = {
        ...withoutUndefined({ ttlSeconds: given.ttl, mayDuplicate: given.mayDuplicate }),
        ...becauseOf(given),
      };
      printPush(cli.out, await cli.client().deadLetters.replayPush(id, body, cli.call));
    });
}

function addVerdict(push: Command, cli: Cli): void {
  push
    .command('verdict')
    .description('say whether an unconfirmed push was delivered')
    .argument('<id>')
    .addOption(new Option('--delivered', 'it was').conflicts('then'))
    .addOption(new Option('--then <what>', 'it was not: what now').choices(['resend', 'dead']))
    .option('--reason <text>', 'how you know')
    .option('--yes', 'do not ask')
    .action(
      async (
        id: string,
        given: { delivered?: true; then?: 'resend' | 'dead'; reason?: string; yes?: true },
      ) => {
        const more = withoutUndefined({ reason: given.reason });
        if (given.delivered === undefined && given.then === undefined)
          throw new CliError('Say --delivered, or --then resend, or --then dead.');
        await cli.asker.confirm(questionOf(id, given.then), { isYes: given.yes === true });
        const body =
          given.then === undefined
            ? { delivered: true as const, ...more }
            : { delivered: false as const, then: given.then, ...more };
        printPush(cli.out, await cli.client().pushes.giveVerdict(id, body, cli.call));
      },
    );
}

function questionOf(id: string, then: 'resend' | 'dead' | undefined): string {
  const what = {
    delivered: 'was delivered',
    resend: 'was not delivered, and send it again',
    dead: 'was not delivered, and end it',
  }[then ?? 'delivered'];
  return `Say that ${id} ${what}? It cannot be taken back.`;
}
