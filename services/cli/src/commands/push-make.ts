import { hasEnded, type Push } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { addPushOptions, readPush, type PushOptions } from '../input/push-options.ts';
import { markOf } from '../output/mark-of.ts';
import { printPush } from '../output/show-push.ts';

export function addPushMaking(push: Command, cli: Cli): void {
  addPushOptions(push.command('send'))
    .description(
      'ask for a message to be sent; once, however often the command is repeated with a key',
    )
    .option('--idempotency-key <key>', 'the same key is the same push; made up when left out')
    .option(
      '--wait <seconds>',
      'wait for its end, and exit 8 unless it was sent',
      wholeNumber(0, 3600),
    )
    .action(async (options: PushOptions & { idempotencyKey?: string; wait?: number }) => {
      const body = await readPush(cli, options);
      const { idempotencyKey, wait } = options;
      const client = cli.client();
      const made = await client.pushes.create(body, {
        ...cli.call,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      });
      if (wait === undefined) {
        printPush(cli.out, made);
        return;
      }
      const ended = await client.pushes.waitForEnd(made.id, { seconds: wait }, cli.call);
      printPush(cli.out, ended);
      requireSent(ended, { isWatched: false });
    });

  addPushOptions(push.command('explain'))
    .description('what would happen to this push now, and why; nothing is sent or stored')
    .action(async (options: PushOptions) => {
      const body = await readPush(cli, options);
      const { verdict, checks } = await cli.client().pushes.explain(body, cli.call);
      if (cli.out.isJson()) cli.out.json({ verdict, checks });
      else {
        cli.out.line(verdict);
        cli.out.table(
          ['CHECK', '', 'DETAIL'],
          checks.map((check) => [check.name, markOf(check), check.detail]),
        );
      }
      if (verdict === 'would-refuse')
        throw new CliError('The push would be refused.', { exitCode: exitCodes.no });
    });
}

/** Throws CliError, exit code 8, for a push that was not sent, or not yet; its watcher was told why. */
export function requireSent(push: Push, { isWatched }: { isWatched: boolean }): void {
  if (push.state === 'sent' && push.delivery !== 'failed') return;
  const { id, state } = push;
  const cures = [
    ...(isWatched
      ? []
      : [`\`yuexin push ${hasEnded(push) ? 'timeline' : 'watch'} ${id}\` tells why.`]),
    ...(state === 'dead' ? [`\`yuexin push replay ${id}\` puts it back when that is mended.`] : []),
  ];
  throw new CliError(
    hasEnded(push) ? `${id} was not delivered: it is ${state}.` : `${id} is still ${state}.`,
    { exitCode: exitCodes.no, ...(cures.length > 0 && { cure: cures.join('\n') }) },
  );
}
