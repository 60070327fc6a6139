import type { PauseEnd } from './errcode-policy.ts';
import type { ErrcodeWords } from './errcode-words.ts';

const sayEnd = (end: PauseEnd): string => {
  if (end === null) return 'until somebody mends it and resumes the app';
  if (end === 'next-minute') return 'until the next minute';
  if (end === 'next-day') return 'until a few minutes after 00:00 in Shanghai';
  return end.minutes % 60 === 0 ? `for ${end.minutes / 60} h` : `for ${end.minutes} min`;
};

export const englishErrcodeWords: ErrcodeWords = {
  intro: `# What WeChat's errcodes do to a push

[中文](errcodes.zh-CN.md)

Generated from the policy table in \`libs/domain\` by \`npm run docs\`; a test fails when they differ.

*Where* says which interface gives the code: \`all\`, \`send\` (subscribe/send), \`token\`, \`login\`, \`templates\`, \`quota\`,
\`checks\`, \`other\` (official accounts, third-party platforms, service cards). Rows of interfaces other than \`send\` say what would
happen if subscribe/send gave that code. 40001 is there twice: the \`token\` row holds when WeChat refuses to give a token.

A code that is not listed: tried again once; then dead, reason \`unknown-errcode\`, with an alarm. HTTP failures are no errcodes:
what proves that the request never left is *not sent* and tried again; every other lost answer is *unconfirmed*.
`,
  columns: ['code', 'where', 'about', 'what happens', 'grant', 'alarm', 'reason', 'meaning'],
  abouts: {
    token: 'token',
    data: 'data',
    user: 'user',
    quota: 'quota',
    template: 'template',
    wechat: 'wechat',
    configuration: 'configuration',
    login: 'login',
    success: 'success',
  },
  actions: {
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
  },
  grants: {
    spend: 'spent',
    release: 'given back',
    keep: 'kept',
    'void-key': 'all of this user and template void',
  },
  alarms: 'yes',
  sayPause: (end) => `the push waits, the app pauses ${sayEnd(end)}`,
  forGood: '; a replay is left dead',
  metAgain: '; met again by the same push: dead',
};
