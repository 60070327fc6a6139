import type { Push } from '@yuexin/client';
import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { appFilter } from '../input/app-option.ts';
import { instant, wholeNumber } from '../input/parse-option.ts';
import { withoutUndefined } from '../input/without-undefined.ts';
import { pageSize, printList } from '../output/print-list.ts';
import { printPush, pushColumns, pushRow } from '../output/show-push.ts';
import { showTimelineEntry } from '../output/show-timeline-entry.ts';
import { watchPush } from '../watch-push.ts';
import { requireSent } from './push-make.ts';

const states: readonly Push['state'][] = [
  ...(['scheduled', 'parked', 'queued', 'sending', 'retrying'] as const),
  ...(['unconfirmed', 'sent', 'dead', 'expired', 'cancelled'] as const),
];

type Filter = {
  app?: string;
  state?: Push['state'][];
  template?: string;
  openid?: string;
  phone?: string;
  bizId?: string;
  errcode?: number;
  rid?: string;
  from?: string;
  to?: string;
  limit: number;
};

export function addPushReading(push: Command, cli: Cli): void {
  push
    .command('list')
    .description('find pushes, newest first')
    .addOption(appFilter())
    .addOption(new Option('--state <states...>', 'in one of these states').choices(states))
    .option('--template <id>', 'of this template')
    .option('--openid <openid>', 'to this user')
    .option('--phone <number>', 'to this phone')
    .option('--biz-id <id>', 'with your id')
    .option('--errcode <n>', 'WeChat’s, of any attempt', wholeNumber(-999_999_999))
    .option('--rid <rid>', 'WeChat’s request id')
    .option('--from <time>', 'created at or after', instant)
    .option('--to <time>', 'created before', instant)
    .option('--limit <n>', 'how many', wholeNumber(1), 50)
    .action(({ app, template, limit, ...filter }: Filter) =>
      printList({
        ...{ out: cli.out, limit, columns: pushColumns, rowOf: pushRow, none: 'No push fits.' },
        // In a body, since a phone has no place in a URL.
        list: cli.client().pushes.search(
          withoutUndefined({
            ...filter,
            appId: app,
            templateId: template,
            limit: pageSize(limit),
          }),
          cli.call,
        ),
      }),
    );

  push
    .command('get')
    .description('show a push')
    .argument('<id>')
    .action(async (id: string) =>
      printPush(cli.out, await cli.client().pushes.get(id, {}, cli.call)),
    );

  push
    .command('timeline')
    .description('show everything that happened to a push')
    .argument('<id>')
    .action(async (id: string) => {
      const timeline = await cli.client().pushes.getTimeline(id, cli.call);
      if (cli.out.isJson()) cli.out.json(timeline);
      else for (const entry of timeline.data) cli.out.line(showTimelineEntry(entry, timeline.data));
    });

  push
    .command('watch')
    .description('tell what happens to a push until it ends; exit 8 unless it was sent')
    .argument('<id>')
    .option('--confirmed', 'until WeChat told whether it was delivered')
    .option('--timeout <seconds>', 'how long, at most', wholeNumber(1))
    .action(async (id: string, given: { confirmed?: true; timeout?: number }) => {
      const { confirmed = false, timeout = null } = given;
      const push = await watchPush(cli, { id, seconds: timeout, untilConfirmed: confirmed });
      requireSent(push, { isWatched: true });
    });
}
