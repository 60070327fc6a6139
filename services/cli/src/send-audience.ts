import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Audience, AudiencePreview, NewAudience, RecipientFile } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { followAudience } from './follow-audience.ts';
import { becauseOf } from './input/because-option.ts';
import { readPush, type PushOptions } from './input/push-options.ts';
import { withoutUndefined } from './input/without-undefined.ts';
import { printAudience, printAudiencePreview } from './output/show-audience.ts';

export type SendAudienceOptions = {
  holders?: true;
  dryRun?: true;
  rate?: number;
  name?: string;
  leaveOutProblems?: true;
  because?: string;
  yes?: true;
  watch: boolean;
};

/**
 * Makes an audience, brings its recipients, shows what would happen, asks, starts and follows it. With `--dry-run` it ends before
 * asking, and when nobody says yes, after it: the audience stays as it is, ready to be started, which is said.
 */
export async function sendAudience(
  cli: Cli,
  file: string | undefined,
  options: PushOptions & SendAudienceOptions,
): Promise<void> {
  if ((file === undefined) === (options.holders === undefined))
    throw new CliError('Say whom it is for: a file of recipients, or --holders.');
  const content = file === undefined ? null : await openRecipients(file);
  const { audiences } = cli.client();
  const made = await audiences.create(await readAudience(cli, options), cli.call);
  const ready =
    content === null
      ? await followAudience(cli, made.id)
      : await audiences.bringFile(made.id, content, cli.call);
  sayProblems(cli, ready);
  const preview = await audiences.preview(made.id, cli.call);
  if (options.dryRun === true || !cli.out.isJson()) printAudiencePreview(cli.out, preview);
  if (options.dryRun === true) {
    cli.out.note(`Nothing was sent. \`${howToStart(ready)}\` starts it.`);
    return;
  }
  const { leaveOutProblems = false } = options;
  // Before anybody says yes: the api would refuse it then.
  if (ready.problems > 0 && !leaveOutProblems) throw hasProblems(ready);
  await confirmStart(cli, { ready, preview, isYes: options.yes === true });
  const start = { leaveOutProblems, ...becauseOf(options) };
  const started = await audiences.start(made.id, start, cli.call);
  printAudience(cli.out, options.watch ? await followAudience(cli, made.id) : started);
}

/** Whoever does not say yes is told that the audience stays, and how to go on. */
async function confirmStart(
  { asker }: Pick<Cli, 'asker'>,
  { ready, preview, isYes }: { ready: Audience; preview: AudiencePreview; isYes: boolean },
): Promise<void> {
  const { recipients, grantsSpent } = preview;
  const question = `Send to ${String(recipients)} recipients? ${String(grantsSpent)} grants would be spent.`;
  try {
    await asker.confirm(question, { isYes });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { message, exitCode, cure } = error;
    const stays = `${ready.id} stays ready: \`${howToStart(ready)}\` starts it, \`yuexin audience cancel ${ready.id}\` ends it.`;
    throw new CliError(message, { exitCode, cure: [cure, stays].filter(Boolean).join(' ') });
  }
}

const howToStart = ({ id, problems }: Audience): string =>
  `yuexin audience start ${id}${problems > 0 ? ' --leave-out-problems' : ''}`;

const hasProblems = (audience: Audience): CliError =>
  new CliError(`${String(audience.problems)} lines have problems: nothing was sent.`, {
    exitCode: exitCodes.conflict,
    cure: `Mend the file and send it again, or leave them out: \`${howToStart(audience)}\`.`,
  });

async function readAudience(
  cli: Cli,
  options: PushOptions & SendAudienceOptions,
): Promise<NewAudience> {
  const push = await readPush(cli, options);
  const { name, rate } = options;
  return {
    ...push,
    ...withoutUndefined({ name, ratePerSecond: rate }),
    recipients: options.holders === true ? { grantHolders: {} } : 'upload',
  };
}

/** By its name: `.ndjson` and `.jsonl` are lines of JSON, anything else a CSV. Nothing of it is held. */
async function openRecipients(file: string): Promise<RecipientFile> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new CliError(`${file} cannot be read.`);
  const type = /\.(ndjson|jsonl)$/i.test(file) ? 'application/x-ndjson' : 'text/csv';
  const content = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  return { type, content };
}

function sayProblems(cli: Cli, { id, problems, duplicates }: Audience): void {
  if (problems === 0 && duplicates === 0) return;
  cli.out.note(
    `${String(problems)} lines have problems and get no message, ${String(duplicates)} repeat an earlier recipient: \`yuexin audience problems ${id}\` lists them.`,
  );
}
