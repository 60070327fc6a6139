import type { GrantEffect } from '../vocabulary.ts';
import type { ErrcodeAction, ErrcodePolicy, PauseEnd } from './errcode-policy.ts';
import { errcodeTable } from './errcode-table.ts';

const sayEnd = (end: PauseEnd): string => {
  if (end === null) return 'until somebody mends it and resumes the app';
  if (end === 'next-minute') return 'until the next minute';
  if (end === 'next-day') return 'until a few minutes after 00:00 in Shanghai';
  return end.minutes % 60 === 0 ? `for ${end.minutes / 60} h` : `for ${end.minutes} min`;
};

const plainActions: Record<Exclude<ErrcodeAction['kind'], 'pause-app-until'>, string> = {
  accept: 'sent',
  'already-sent': 'sent: WeChat has it already',
  'refresh-token': 'gets a new token and tries again; refused 3 times, the app pauses for 5 min',
  retry: 'tries again up to 5 times, backing off; then dead',
  'retry-once': 'tries again once; then dead',
  'retry-slot': 'tries again within 2 s, which uses up no retry',
  'pause-template': 'dead; the template pauses',
  'no-grant': 'parked, or dead where the push says so; after an unconfirmed attempt: sent',
  dead: 'dead',
  unconfirmed: 'unconfirmed: waits for evidence',
};

const sayAction = (action: ErrcodeAction): string => {
  if (action.kind !== 'pause-app-until') return plainActions[action.kind];
  const pause = `the push waits, the app pauses ${sayEnd(action.until)}`;
  return action.isMaybeUser === true ? `${pause}; met again by the same push: dead` : pause;
};

const grants: Record<GrantEffect, string> = {
  spend: 'spent',
  release: 'given back',
  keep: 'kept',
  'void-key': 'all of this user and template void',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const renderRow = (row: ErrcodePolicy): string => {
  const wire = row.wire === null ? '' : ` \`${row.wire}\``;
  const cells = [
    String(row.code),
    row.where,
    row.about,
    sayAction(row.action),
    grants[row.grant],
    row.alarms ? 'yes' : '',
    `\`${row.reason}\``,
    `${row.en}${wire}`,
    row.zh,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
};

const intro = `# What WeChat's errcodes do to a push

Generated from the policy table in \`libs/domain\` by \`npm run docs\`; a test fails when they differ.

*Where* says which interface gives the code: \`all\`, \`send\` (subscribe/send), \`token\`, \`login\`, \`templates\`, \`quota\`,
\`checks\`, \`other\` (official accounts, third-party platforms, service cards). Rows of interfaces other than \`send\` say what would
happen if subscribe/send gave that code. 40001 is there twice: the \`token\` row holds when WeChat refuses to give a token.

A code that is not listed: tried again once; then dead, reason \`unknown-errcode\`, with an alarm. HTTP failures are no errcodes:
what proves that the request never left is *not sent* and tried again; every other lost answer is *unconfirmed*.
`;

const head = `| code | where | about | what happens | grant | alarm | reason | meaning | 含义 |
|---|---|---|---|---|---|---|---|---|`;

/** docs/errcodes.md, whole: the policy in English and Chinese. */
export function renderErrcodes(): string {
  return `${intro}\n${head}\n${errcodeTable.map(renderRow).join('\n')}\n`;
}
