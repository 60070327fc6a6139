import type { NewPush } from '@yuexin/client';
import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { collect, instant, wholeNumber } from './parse-option.ts';
import { readJsonFile } from './read-text-file.ts';
import { withoutUndefined } from './without-undefined.ts';

export type PushOptions = {
  file?: string;
  app?: string;
  template?: string;
  openid?: string;
  phone?: string;
  unionid?: string;
  data?: string[];
  dataFile?: string;
  page?: string;
  sendAt?: string;
  ttl?: number;
  priority?: NewPush['priority'];
  onNoGrant?: NewPush['onNoGrant'];
  onUnconfirmed?: NewPush['onUnconfirmed'];
  onUnknownRecipient?: NewPush['onUnknownRecipient'];
  bizId?: string;
};

/** What says a push on the command line: the same for sending, for explaining, and for saying it to many. */
export function addPushOptions(command: Command, { isToMany = false } = {}): Command {
  const what = isToMany
    ? 'the audience, as POST /v1/audiences takes it'
    : 'the push, as POST /v1/pushes takes it';
  command
    .option('--file <json>', `${what}; - is stdin; flags win`)
    .addOption(new Option('--app <appId>', 'the mini program').env('YUEXIN_APP_ID'))
    .option('--template <id>', 'the template');
  if (!isToMany)
    command
      .option('--openid <openid>', 'to whom: by openid')
      .option('--phone <number>', 'to whom: by phone')
      .option('--unionid <unionid>', 'to whom: by unionid');
  return command
    .option(
      '--data <key=value>',
      'a keyword, such as thing1=…; may be given several times',
      collect,
    )
    .option('--data-file <json>', 'all keywords; - is stdin')
    .option('--page <path>', 'where the card leads')
    .option('--send-at <time>', 'not before', instant)
    .option('--ttl <seconds>', 'how long to try', wholeNumber(1))
    .addOption(new Option('--priority <level>').choices(['high', 'normal', 'low']))
    .addOption(
      new Option('--on-no-grant <what>', 'without a grant').choices([
        'park',
        'reject',
        'send-anyway',
      ]),
    )
    .addOption(
      new Option('--on-unconfirmed <what>', 'when the answer is lost').choices([
        ...['reconcile', 'hold', 'resend'],
      ]),
    )
    .addOption(
      new Option('--on-unknown-recipient <what>', 'when nobody logged in').choices([
        'reject',
        'park',
      ]),
    )
    .option('--biz-id <id>', 'your own id');
}

/** The push that was said. What is missing or wrong in it, the api says. */
export async function readPush(cli: Pick<Cli, 'asker'>, options: PushOptions): Promise<NewPush> {
  const base = options.file === undefined ? {} : await readJsonFile(options.file, cli.asker);
  const to = withoutUndefined({
    ...{ openid: options.openid, phone: options.phone, unionid: options.unionid },
  });
  const data = await readData(cli, options);
  const said = withoutUndefined({
    ...{ appId: options.app, templateId: options.template, page: options.page },
    to: Object.keys(to).length > 0 ? to : undefined,
    data,
    ...{ sendAt: options.sendAt, ttlSeconds: options.ttl, bizId: options.bizId },
    ...{ priority: options.priority, onNoGrant: options.onNoGrant },
    ...{ onUnconfirmed: options.onUnconfirmed, onUnknownRecipient: options.onUnknownRecipient },
  });
  return { ...base, ...said } as NewPush;
}

async function readData(
  cli: Pick<Cli, 'asker'>,
  { data = [], dataFile, file }: PushOptions,
): Promise<NewPush['data'] | undefined> {
  if (data.length === 0 && dataFile === undefined) return undefined;
  if (dataFile === '-' && file === '-')
    throw new CliError('Only one of --file and --data-file can be stdin.');
  const fromFile = dataFile === undefined ? {} : await readJsonFile(dataFile, cli.asker);
  const pairs = data.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CliError(`--data ${pair} must be such as thing1=钢材.`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return { ...fromFile, ...Object.fromEntries(pairs) } as NewPush['data'];
}
