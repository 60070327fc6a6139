import type {
  NewWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointWithSecret,
} from '@yuexin/client';
import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { collect, instant, wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import type { Output } from '../output/create-output.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { showTime } from '../output/show-time.ts';

type Rotation = { endAtOnce?: 'previous' | 'present'; because?: string; yes?: true };
type Given = { event?: string[]; app?: string[] };

export function addWebhookCommands(program: Command, cli: Cli): void {
  const webhooks = program
    .command('webhooks')
    .description('Endpoints of your own that are told how pushes end');
  const calls = () => cli.client().webhooks;

  webhooks
    .command('list')
    .description('show them, with how they fare')
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ limit }: { limit: number }) =>
      printList({
        ...{ out: cli.out, limit, none: 'There is no endpoint yet.' },
        list: calls().listEndpoints({ limit: pageSize(limit) }, cli.call),
        columns: ['ID', 'STATE', 'FAILURES', 'EVENTS', 'URL'],
        rowOf: (endpoint) => [
          ...[endpoint.id, stateOf(endpoint), String(endpoint.failures)],
          ...[endpoint.events.join(' '), endpoint.url],
        ],
      }),
    );

  webhooks
    .command('create')
    .description('make one; its secret is printed this once')
    .argument('<url>', 'https, at a public address')
    .option('--event <type>', 'what to tell of; may be given several times', collect)
    .option('--app <appId>', 'of this app only; may be given several times', collect)
    .action(async (url: string, { event, app }: Given) => {
      // The api judges the types, and names those there are.
      const events = event as NewWebhookEndpoint['events'];
      const body = { url, ...withoutUndefined({ events, appIds: app }) };
      const made = await calls().createEndpoint(body, cli.call);
      // Made, and the answer was lost: nobody has seen its secret.
      const secret = made.secret ?? (await calls().rotateSecret(made.id, {}, cli.call)).secret;
      printSecret(cli.out, { ...made, secret });
    });

  webhooks
    .command('test')
    .description('post a signed webhook.test to it')
    .argument('<id>')
    .action(async (id: string) => {
      const callback = await calls().testEndpoint(id, cli.call);
      if (cli.out.isJson()) cli.out.json(callback);
      else cli.out.note(`On its way; what it answered: yuexin callbacks show ${callback.id}`);
    });

  webhooks
    .command('rotate-secret')
    .description('replace its secret without a gap; the new one is printed this once')
    .argument('<id>')
    .addOption(
      new Option('--end-at-once <which>', 'while two sign already: the one that ends now').choices([
        ...['previous', 'present'],
      ]),
    )
    .addOption(becauseOption())
    .option('--yes', 'do not ask')
    .action(async (id: string, given: Rotation) => {
      const question = `Callbacks of ${id} are signed with the new secret too, and with it alone when the overlap is over. Go on?`;
      await cli.asker.confirm(question, { isYes: given.yes === true });
      printSecret(cli.out, await calls().rotateSecret(id, rotationOf(given), cli.call));
    });

  addRunningCommands(webhooks, cli);
}

function addRunningCommands(webhooks: Command, cli: Cli): void {
  const calls = () => cli.client().webhooks;
  const say = (endpoint: WebhookEndpoint, text: string): void => {
    if (cli.out.isJson()) cli.out.json(endpoint);
    else cli.out.note(text);
  };

  for (const state of ['enabled', 'disabled'] as const)
    webhooks
      .command(state === 'enabled' ? 'enable' : 'disable')
      .description(state === 'enabled' ? 'tell it again from now on' : 'tell it nothing for now')
      .argument('<id>')
      .addOption(becauseOption())
      .action(async (id: string, given: { because?: string }) => {
        const change = { state, ...becauseOf(given) };
        say(await calls().updateEndpoint(id, change, cli.call), `${id} is ${state}.`);
      });

  webhooks
    .command('recover')
    .description('tell it again what failed or was missed')
    .argument('<id>')
    .requiredOption('--since <time>', 'of what came due since then', instant)
    .action(async (id: string, { since }: { since: string }) => {
      const text = `What ${id} missed since ${showTime(since)} is told again by and by.`;
      say(await calls().recoverEndpoint(id, { since }, cli.call), text);
    });

  webhooks
    .command('delete')
    .description('tell it nothing more')
    .argument('<id>')
    .option('--yes', 'do not ask')
    .action(async (id: string, { yes }: { yes?: true }) => {
      await cli.asker.confirm(`The endpoint ${id} is told nothing more. Go on?`, {
        isYes: yes === true,
      });
      await calls().deleteEndpoint(id, {}, cli.call);
      cli.out.done({ id, isDeleted: true }, `${id} is gone.`);
    });
}

const stateOf = ({ state, disabledReason }: WebhookEndpoint): string =>
  disabledReason === null ? state : `${state} (${disabledReason.message})`;

function printSecret(out: Output, made: WebhookEndpointWithSecret): void {
  if (out.isJson()) {
    out.json(made);
    return;
  }
  out.facts({ id: made.id, url: made.url, events: made.events.join(' '), secret: made.secret });
  out.note('The secret is shown this once: keep it now.');
}

const rotationOf = (given: Rotation) => ({
  ...withoutUndefined({ endAtOnce: given.endAtOnce }),
  ...becauseOf(given),
});
