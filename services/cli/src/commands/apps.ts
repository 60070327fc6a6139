import type { App, AppChange, NewApp } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { addRuleCommands } from './app-rules.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { instant, wholeNumber } from '../input/parse-option.ts';
import { readJsonFile } from '../input/read-text-file.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import type { Output } from '../output/create-output.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

type Change = { name?: string; rate?: number; file?: string; secretStdin?: true };

export function addAppCommands(program: Command, cli: Cli): void {
  const apps = program.command('apps').description('Mini programs');
  addReading(apps, cli);
  addChanging(apps, cli);
  addPausing(apps, cli);
  addRuleCommands(apps, cli);
}

function addReading(apps: Command, cli: Cli): void {
  apps
    .command('list')
    .description('show all')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ limit }: { limit: number }) =>
      printList({
        ...{
          out: cli.out,
          limit,
          list: cli.client().apps.list({ limit: pageSize(limit) }, cli.call),
          none: 'There is no app yet.',
        },
        columns: ['APP', 'NAME', 'STATE', 'WHY'],
        rowOf: (app) => [app.appId, app.name, app.state, app.pause?.reason.message ?? ''],
      }),
    );

  apps
    .command('get')
    .description('show one, with its pause and the day’s quota')
    .argument('<appId>')
    .action(async (appId: string) =>
      printApp(cli.out, await cli.client().apps.get(appId, cli.call)),
    );
}

function addChanging(apps: Command, cli: Cli): void {
  const secretHelp = 'read the AppSecret from stdin; else it is asked for';
  apps
    .command('create')
    .description('register a mini program; asks for its AppSecret')
    .argument('<appId>')
    .option('--name <name>', 'for people')
    .option('--file <json>', 'more fields, as POST /v1/apps takes them; - is stdin')
    .option('--rate <n>', 'pushes a second, at most', wholeNumber(1))
    .option('--secret-stdin', secretHelp)
    .action(async (appId: string, change: Change) => {
      const given = await readChange(cli, change);
      const appSecret =
        given.appSecret ??
        (await cli.asker.readSecret('AppSecret', { isPiped: change.secretStdin === true }));
      const body = { ...given, appId, appSecret } as NewApp;
      printApp(cli.out, await cli.client().apps.create(body, cli.call));
    });

  apps
    .command('update')
    .description('change a mini program; what is not named stays')
    .argument('<appId>')
    .option('--name <name>', 'for people')
    .option('--file <json>', 'more fields, as PATCH /v1/apps/{appId} takes them; - is stdin')
    .option('--rate <n>', 'pushes a second, at most', wholeNumber(1))
    .option('--secret-stdin', 'a new AppSecret, from stdin')
    .action(async (appId: string, change: Change) => {
      const given = await readChange(cli, change);
      const appSecret =
        change.secretStdin === true
          ? await cli.asker.readSecret('AppSecret', { isPiped: true })
          : given.appSecret;
      const body = withoutUndefined({ ...given, appSecret }) as AppChange;
      printApp(cli.out, await cli.client().apps.update(appId, body, cli.call));
    });

  apps
    .command('refresh-token')
    .description('kill the access token and get a new one: for a token that leaked')
    .argument('<appId>')
    .option('--yes', 'do not ask')
    .addOption(becauseOption())
    .action(async (appId: string, { yes, ...why }: { yes?: true; because?: string }) => {
      const question = `Every other user of the access token of ${appId} loses it at once. Go on?`;
      await cli.asker.confirm(question, { isYes: yes === true });
      const answer = await cli.client().apps.refreshToken(appId, becauseOf(why), cli.call);
      if (cli.out.isJson()) cli.out.json(answer);
      else cli.out.note(`A new token is in place until ${showTime(answer.expiresAt)}.`);
    });
}

function addPausing(apps: Command, cli: Cli): void {
  apps
    .command('pause')
    .description('stop sending; pushes are still taken and wait')
    .argument('<appId>')
    .requiredOption('--reason <text>', 'for the next operator')
    .option('--until <time>', 'when it ends by itself', instant)
    .action(async (appId: string, given: { reason: string; until?: string }) => {
      printApp(cli.out, await cli.client().apps.pause(appId, given, cli.call));
    });

  apps
    .command('resume')
    .description('send again')
    .argument('<appId>')
    .addOption(becauseOption())
    .action(async (appId: string, why: { because?: string }) =>
      printApp(cli.out, await cli.client().apps.resume(appId, becauseOf(why), cli.call)),
    );
}

async function readChange(cli: Cli, { file, name, rate }: Change): Promise<Partial<NewApp>> {
  const fields = file === undefined ? {} : await readJsonFile(file, cli.asker);
  return { ...fields, ...withoutUndefined({ name, sendRatePerSecond: rate }) };
}

function printApp(out: Output, app: App): void {
  if (out.isJson()) {
    out.json(app);
    return;
  }
  const { pause, quota } = app;
  out.facts({
    app: app.appId,
    name: app.name,
    state: app.state,
    ...(pause && {
      'paused by': pause.kind,
      why: pause.reason.message,
      until: pause.until === null ? 'somebody resumes it' : showTime(pause.until),
    }),
    rate: app.sendRatePerSecond === null ? 'no limit' : `${app.sendRatePerSecond} a second`,
    'grants by': app.grantSource,
    'event url': app.eventUrl,
    ...(quota && {
      quota: `${quota.used} of ${quota.dailyLimit} used at ${showTime(quota.readAt)}`,
    }),
  });
}
