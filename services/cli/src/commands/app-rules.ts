import type { SendingRules } from '@yuexin/client';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { becauseOf, becauseOption } from '../input/because-option.ts';
import { readJsonFile } from '../input/read-text-file.ts';
import type { Output } from '../output/create-output.ts';

type Limits = Pick<SendingRules, 'quietHours' | 'caps' | 'keepForPurposeSeconds'>;
type Row = [scope: string, rule: string, then: string];

/** When and how often users may be sent something: seen, and put as a whole. */
export function addRuleCommands(apps: Command, cli: Cli): void {
  apps
    .command('rules')
    .description('show when and how often users may be sent something')
    .argument('<appId>')
    .action(async (appId: string) => {
      const { sendingRules } = await cli.client().apps.get(appId, cli.call);
      printRules(cli.out, sendingRules);
    });

  apps
    .command('set-rules')
    .description('say so: quiet hours, caps, how long grants are kept for a purpose')
    .argument('<appId>')
    .requiredOption('--file <json>', 'as PUT …/sending-rules takes it, {} lifts all; - is stdin')
    .addOption(becauseOption())
    .action(async (appId: string, { file, ...why }: { file: string; because?: string }) => {
      const rules = (await readJsonFile(file, cli.asker)) as SendingRules;
      const body = { ...rules, ...becauseOf(why) };
      printRules(cli.out, await cli.client().apps.setSendingRules(appId, body, cli.call));
    });
}

function printRules(out: Output, rules: SendingRules): void {
  if (out.isJson()) {
    out.json(rules);
    return;
  }
  const rows = [
    ...rowsOf('the app', rules),
    ...(rules.templates ?? []).flatMap(({ templateId, ...own }) => rowsOf(templateId, own)),
  ];
  if (rows.length === 0) out.note('No rule: pushes go out at any time.');
  else out.table(['FOR', 'RULE', 'THEN'], rows);
}

function rowsOf(scope: string, limits: Limits): Row[] {
  const { quietHours, caps = [], keepForPurposeSeconds } = limits;
  const rows: Row[] = [];
  if (quietHours === null) rows.push([scope, 'no quiet hours', '']);
  else if (quietHours !== undefined) {
    const { from, to, timeZone, then } = quietHours;
    rows.push([scope, `quiet from ${from} to ${to}, ${timeZone}`, then]);
  }
  for (const { most, perSeconds, then } of caps)
    rows.push([scope, `${most} to a user in ${perSeconds} seconds`, then]);
  if (keepForPurposeSeconds !== undefined)
    rows.push([scope, `grants kept ${keepForPurposeSeconds} seconds for their purpose`, '']);
  return rows;
}
