import type { ReplayPreviewRequest } from '@yuexin/client';
import type { Command } from 'commander';
import { appFilter } from './app-option.ts';
import { instant, wholeNumber } from './parse-option.ts';
import { withoutUndefined } from './without-undefined.ts';

type Filter = ReplayPreviewRequest['filter'];

export type DeadLetterFilter = {
  app?: string;
  template?: string;
  reason?: Filter['reason'];
  errcode?: number;
  openid?: string;
  bizId?: string;
  from?: string;
  to?: string;
};

/** Which dead letters are meant; none of these is all of them. */
export function addDeadLetterFilter(command: Command): Command {
  return command
    .addOption(appFilter())
    .option('--template <id>', 'of this template')
    .option('--reason <code>', 'dead for this reason')
    .option('--errcode <n>', 'with WeChat’s errcode', wholeNumber(-999_999_999))
    .option('--openid <openid>', 'to this user')
    .option('--biz-id <id>', 'with your id')
    .option('--from <time>', 'created at or after', instant)
    .option('--to <time>', 'created before', instant);
}

export function deadLetterFilterOf(options: DeadLetterFilter): Filter {
  const { app, template, reason, errcode, openid, bizId, from, to } = options;
  return withoutUndefined({
    ...{ appId: app, templateId: template, reason, errcode, openid, bizId, from, to },
  });
}
