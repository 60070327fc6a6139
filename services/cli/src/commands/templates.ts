import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { appOption } from '../input/app-option.ts';
import { instant, wholeNumber } from '../input/parse-option.ts';
import { readJsonFile } from '../input/read-text-file.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';
import { faultOf, validateData } from '../validate-data.ts';

export function addTemplateCommands(program: Command, cli: Cli): void {
  const templates = program.command('templates').description('Message templates of a mini program');
  addReading(templates, cli);
  addSync(templates, cli);
  addValidate(templates, cli);
  addPausing(templates, cli);
}

function addReading(templates: Command, cli: Cli): void {
  templates
    .command('list')
    .description('show them, with their keywords')
    .addOption(appOption())
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ app, limit }: { app: string; limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().templates.list(app, { limit: pageSize(limit) }, cli.call),
        },
        none: 'There is none: `yuexin templates sync`.',
        columns: ['TEMPLATE', 'TITLE', 'KIND', 'STATE', 'KEYWORDS'],
        rowOf: ({ templateId, title, kind, state, keywords }) => [
          ...[templateId, title, kind, state],
          keywords.map(({ key, label }) => `${key} ${label}`).join(', '),
        ],
      }),
    );

  templates
    .command('changes')
    .description('what syncs found, newest first')
    .addOption(appOption())
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ app, limit }: { app: string; limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().templates.listChanges(app, { limit: pageSize(limit) }, cli.call),
        },
        none: 'No sync found a change.',
        columns: ['AT', 'TEMPLATE', 'TITLE', 'WHAT', 'PUSHES HURT'],
        rowOf: ({ at, templateId, title, kind, hurt }) => [
          ...[showTime(at), templateId, title, kind, hurt === null ? '0' : String(hurt.pushes)],
        ],
      }),
    );
}

function addSync(templates: Command, cli: Cli): void {
  templates
    .command('sync')
    .description('fetch them from WeChat, which allows this a few times a day')
    .addOption(appOption())
    .action(async ({ app }: { app: string }) => {
      const answer = await cli.client().templates.sync(app, cli.call);
      if (cli.out.isJson()) {
        cli.out.json(answer);
        return;
      }
      const { added, changed, removed, hurt } = answer;
      cli.out.facts({
        added: added.join(' ') || '-',
        changed: changed.join(' ') || '-',
        removed: removed.join(' ') || '-',
      });
      for (const { templateId, pushes, because } of hurt)
        cli.out.note(
          `${pushes} waiting pushes of ${templateId} would be refused now (${because}).`,
        );
    });
}

function addValidate(templates: Command, cli: Cli): void {
  templates
    .command('validate')
    .description('does this data fit the template? Nothing is sent or stored')
    .addOption(appOption())
    .argument('<templateId>')
    .argument('<file>', 'JSON: {"thing1": "…"}, or a push with its data; - is stdin')
    .action(async (templateId: string, file: string, { app }: { app: string }) => {
      const given = await readJsonFile(file, cli.asker);
      const { checks, strangeKeywords } = await validateData(cli, {
        ...{ appId: app, templateId, given },
      });
      const fits = checks.every((check) => faultOf(check) !== 'no');
      if (cli.out.isJson()) cli.out.json({ fits, checks, strangeKeywords });
      else
        cli.out.table(
          ['CHECK', '', 'DETAIL'],
          [
            ...checks.map((check) => [check.name, faultOf(check), check.detail]),
            ...rowsOfStrange(strangeKeywords),
          ],
        );
      if (!fits) throw new CliError('The data does not fit.', { exitCode: exitCodes.no });
    });
}

function rowsOfStrange(strange: readonly string[] | null): string[][] {
  if (strange === null) return [['keywords', '-', 'Not compared: the key lacks template:read.']];
  if (strange.length === 0) return [];
  return [['keywords', '-', `The template has no ${strange.join(', ')}: passed over.`]];
}

function addPausing(templates: Command, cli: Cli): void {
  templates
    .command('pause')
    .description('stop sending its pushes; they are still taken and wait')
    .addOption(appOption())
    .argument('<templateId>')
    .requiredOption('--reason <text>', 'for the next operator')
    .option('--until <time>', 'when it ends by itself', instant)
    .action(
      async (id: string, { app, ...body }: { app: string; reason: string; until?: string }) => {
        const template = await cli.client().templates.pause(app, id, body, cli.call);
        if (cli.out.isJson()) cli.out.json(template);
        else cli.out.note(`${template.title} is paused.`);
      },
    );

  templates
    .command('resume')
    .description('send its pushes again')
    .addOption(appOption())
    .argument('<templateId>')
    .action(async (id: string, { app }: { app: string }) => {
      const template = await cli.client().templates.resume(app, id, {}, cli.call);
      if (cli.out.isJson()) cli.out.json(template);
      else cli.out.note(`${template.title} is ${template.state}.`);
    });
}
