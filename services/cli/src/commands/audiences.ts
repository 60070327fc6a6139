import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { followAudience } from '../follow-audience.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { wholeNumber } from '../input/parse-option.ts';
import { addPushOptions, type PushOptions } from '../input/push-options.ts';
import { pageSize, printList } from '../output/print-list.ts';
import {
  printAudience,
  printAudiencePreview,
  printAudienceReport,
} from '../output/show-audience.ts';
import { showTime } from '../output/show-time.ts';
import { sendAudience, type SendAudienceOptions } from '../send-audience.ts';

export function addAudienceCommands(program: Command, cli: Cli): void {
  const audience = program.command('audience').description('One message to many');
  addSending(audience, cli);
  addReading(audience, cli);
  addSteering(audience, cli);
}

function addSending(audience: Command, cli: Cli): void {
  addPushOptions(audience.command('send'), { isToMany: true })
    .description(
      'bring a file of recipients (CSV with a column openid, phone or unionid, or .ndjson), look at what would happen, ask, and start',
    )
    .argument('[file]', 'the recipients; {{column}} in the message stands for their values')
    .option('--holders', 'instead of a file: everyone who holds a grant of the template')
    .option('--dry-run', 'only say what would happen')
    .option('--rate <n>', 'messages in a second, at most', wholeNumber(1, 5000))
    .option('--name <text>', 'what people call it')
    .option('--leave-out-problems', 'start although lines have problems: those get no message')
    .addOption(becauseOption())
    .option('--yes', 'do not ask')
    .option('--no-watch', 'do not follow it to its end')
    .action((file: string | undefined, options: PushOptions & SendAudienceOptions) =>
      sendAudience(cli, file, options),
    );
}

function addReading(audience: Command, cli: Cli): void {
  audience
    .command('list')
    .description('show them, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ limit }: { limit: number }) =>
      printList({
        ...{ out: cli.out, limit, none: 'There was none yet.' },
        list: cli.client().audiences.list({ limit: pageSize(limit) }, cli.call),
        columns: ['AUDIENCE', 'NAME', 'STATE', 'ACCEPTED', 'OF', 'CREATED'],
        rowOf: ({ id, name, state, progress, recipients, createdAt }) => [
          ...[id, name ?? '', state, String(progress.accepted), String(recipients)],
          showTime(createdAt),
        ],
      }),
    );

  audience
    .command('get')
    .description('show how far one is')
    .argument('<id>')
    .action(async (id: string) =>
      printAudience(cli.out, await cli.client().audiences.get(id, cli.call)),
    );

  audience
    .command('watch')
    .description('follow one to its end')
    .argument('<id>')
    .action(async (id: string) => printAudience(cli.out, await followAudience(cli, id)));

  audience
    .command('preview')
    .description('count what starting one would do now')
    .argument('<id>')
    .action(async (id: string) =>
      printAudiencePreview(cli.out, await cli.client().audiences.preview(id, cli.call)),
    );

  audience
    .command('report')
    .description('what became of its messages, by state and cause')
    .argument('<id>')
    .action(async (id: string) =>
      printAudienceReport(cli.out, await cli.client().audiences.getReport(id, cli.call)),
    );

  audience
    .command('problems')
    .description('who gets no message, line by line, as CSV')
    .argument('<id>')
    .action(async (id: string) => {
      const query = { state: 'left-out' } as const;
      if (cli.out.isJson())
        for await (const one of cli.client().audiences.listRecipients(id, query, cli.call))
          cli.out.json(one, { isLine: true });
      else
        cli.out.line((await cli.client().audiences.exportRecipients(id, query, cli.call)).trim());
    });
}

function addSteering(audience: Command, cli: Cli): void {
  audience
    .command('start')
    .description('begin to send')
    .argument('<id>')
    .option('--leave-out-problems', 'although lines have problems: those get no message')
    .addOption(becauseOption())
    .action(async (id: string, given: { leaveOutProblems?: true; because?: string }) => {
      const start = { leaveOutProblems: given.leaveOutProblems === true, ...becauseOf(given) };
      printAudience(cli.out, await cli.client().audiences.start(id, start, cli.call));
    });
  for (const [verb, what] of [
    ['pause', 'stop one for now'],
    ['resume', 'let one go on'],
    ['cancel', 'end one; the messages that were accepted go on their way'],
  ] as const)
    audience
      .command(verb)
      .description(what)
      .argument('<id>')
      .addOption(becauseOption())
      .action(async (id: string, given: { because?: string }) =>
        printAudience(cli.out, await cli.client().audiences[verb](id, becauseOf(given), cli.call)),
      );
}
