import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import {
  addDeadLetterFilter,
  deadLetterFilterOf,
  type DeadLetterFilter,
} from '../input/dead-letter-filter.ts';

type DiscardOptions = DeadLetterFilter & { because: string; dryRun?: true; yes?: true };

export function addDeadLetterDiscard(dead: Command, cli: Cli): void {
  const command = dead
    .command('discard')
    .description('give them up for good: first how many, then a question');
  addDeadLetterFilter(command)
    .requiredOption('--because <text>', 'why; kept in the audit, and told as their reason')
    .option('--dry-run', 'how many alone')
    .option('--yes', 'do not ask')
    .action((options: DiscardOptions) => discardDeadLetters(cli, options));
}

async function discardDeadLetters(cli: Cli, options: DiscardOptions): Promise<void> {
  const { out } = cli;
  const { deadLetters } = cli.client();
  const preview = await deadLetters.previewReplay(deadLetterFilterOf(options), {}, cli.call);
  const { matched, previewToken } = preview;
  if (options.dryRun === true || matched === 0) {
    if (out.isJson()) out.json(preview);
    else
      out.note(matched === 0 ? 'There is nothing to discard.' : `${matched} would be discarded.`);
    return;
  }
  const question = `Discard ${matched} pushes? They are never sent, and it cannot be taken back.`;
  await cli.asker.confirm(question, { isYes: options.yes === true });
  let discarded = 0;
  for (let isComplete = false; !isComplete;) {
    const answer = await deadLetters.discard({ previewToken, reason: options.because }, cli.call);
    discarded += answer.discarded;
    ({ isComplete } = answer);
  }
  if (out.isJson()) out.json({ discarded, isCapped: preview.isCapped });
  else out.facts({ discarded: String(discarded) });
  if (preview.isCapped) out.note('There are more: this covers the oldest.');
}
