import type { DeadLetterGroup, Replay, ReplayPreview } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { followReplay } from '../follow-replay.ts';
import { appFilter } from '../input/app-option.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import {
  addDeadLetterFilter,
  deadLetterFilterOf,
  type DeadLetterFilter,
} from '../input/dead-letter-filter.ts';
import { instant, wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import type { Output } from '../output/create-output.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { printReplay } from '../output/show-replay.ts';
import { showTime } from '../output/show-time.ts';
import { addDeadLetterDiscard } from './dead-letter-discard.ts';

type ReplayOptions = DeadLetterFilter & {
  mayDuplicate?: true;
  rate?: number;
  ttl?: number;
  because?: string;
  dryRun?: true;
  wait: boolean;
  yes?: true;
};

export function addDeadLetterCommands(program: Command, cli: Cli): void {
  const dead = program.command('dead-letters').description('Pushes that will not be tried again');
  addList(dead, cli);
  addReplay(dead, cli);
  addDeadLetterDiscard(dead, cli);
}

function addList(dead: Command, cli: Cli): void {
  dead
    .command('list')
    .description('by cause, most first, with what to do about it')
    .addOption(appFilter())
    .option('--from <time>', 'created at or after', instant)
    .option('--to <time>', 'created before', instant)
    .option('--limit <n>', 'how many groups', wholeNumber(1), 50)
    .action(
      ({ app, limit, ...times }: { app?: string; from?: string; to?: string; limit: number }) =>
        printList({
          ...{ out: cli.out, limit, none: 'Nothing is dead.' },
          list: cli
            .client()
            .deadLetters.list(
              withoutUndefined({ appId: app, ...times, limit: pageSize(limit) }),
              cli.call,
            ),
          columns: ['COUNT', 'APP', 'TEMPLATE', 'CAUSE', 'NEWEST', 'WHAT TO DO'],
          rowOf: groupRow,
        }),
    );
}

function groupRow(group: DeadLetterGroup): string[] {
  const { count, appId, templateId, reason, errcode, newestAt, advice } = group;
  const cause = errcode === null ? reason : `${reason} ${errcode}`;
  return [String(count), appId, templateId, cause, showTime(newestAt), advice.en];
}

function addReplay(dead: Command, cli: Cli): void {
  const command = dead
    .command('replay')
    .description('put them back: first a preview, then a question, then at a rate');
  addDeadLetterFilter(command)
    .option('--may-duplicate', 'also what may have been delivered already')
    .option('--rate <n>', 'pushes a second, at most', wholeNumber(1, 1000))
    .option('--ttl <seconds>', 'their new time to live', wholeNumber(1))
    .addOption(becauseOption())
    .option('--dry-run', 'the preview alone')
    .option('--no-wait', 'do not follow it to its end')
    .option('--yes', 'do not ask')
    .action((options: ReplayOptions) => replayDeadLetters(cli, options));
}

async function replayDeadLetters(cli: Cli, options: ReplayOptions): Promise<void> {
  const { out } = cli;
  const { deadLetters } = cli.client();
  const duplicates = withoutUndefined({ mayDuplicate: options.mayDuplicate });
  const preview = await deadLetters.previewReplay(
    deadLetterFilterOf(options),
    duplicates,
    cli.call,
  );
  const isAlone = options.dryRun === true || preview.wouldSend + preview.wouldPark === 0;
  printPreview(out, preview, isAlone);
  if (isAlone) return;
  await cli.asker.confirm(questionOf(preview, options), { isYes: options.yes === true });
  const more = {
    ...withoutUndefined({ ratePerSecond: options.rate, ttlSeconds: options.ttl }),
    ...becauseOf(options),
  };
  const started = await deadLetters.startReplay(preview.previewToken, more, cli.call);
  const replay: Replay = options.wait ? await followReplay(cli, started.id) : started;
  printReplay(out, replay);
}

/** In JSON only the last answer is printed, so that a script reads one document. */
function printPreview(out: Output, preview: ReplayPreview, isAlone: boolean): void {
  if (out.isJson()) {
    if (isAlone) out.json(preview);
    return;
  }
  out.facts({
    matched: String(preview.matched),
    'would be sent': String(preview.wouldSend),
    'would park': String(preview.wouldPark),
    'would fail again': `${preview.wouldFailAgain} (left dead)`,
    'may be duplicates': String(preview.mayDuplicate),
    'were delivered': `${preview.alreadyDelivered} (left out)`,
    'grants spent': String(preview.grantsSpent),
  });
  if (preview.isCapped) out.note('There are more: this covers the oldest.');
  if (preview.wouldSend + preview.wouldPark === 0) out.note('There is nothing to put back.');
}

function questionOf(preview: ReplayPreview, { mayDuplicate }: ReplayOptions): string {
  const risk =
    mayDuplicate === true && preview.mayDuplicate > 0
      ? ` ${preview.mayDuplicate} users may get their message a second time.`
      : '';
  return `Put ${preview.wouldSend + preview.wouldPark} pushes back?${risk}`;
}
