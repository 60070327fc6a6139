import { configurationErrcodes } from './configuration-errcodes.ts';
import { dataErrcodes } from './data-errcodes.ts';
import type { ErrcodePolicy } from './errcode-policy.ts';
import { loginErrcodes } from './login-errcodes.ts';
import { otherErrcodes } from './other-errcodes.ts';
import { quotaErrcodes } from './quota-errcodes.ts';
import { templateErrcodes } from './template-errcodes.ts';
import { tokenErrcodes } from './token-errcodes.ts';
import { userErrcodes } from './user-errcodes.ts';

/** Every row of wechat-facts 2.3, by code. 40001 is there twice: at the token endpoints it means another thing. */
export const errcodeTable: readonly ErrcodePolicy[] = [
  ...tokenErrcodes,
  ...userErrcodes,
  ...dataErrcodes,
  ...quotaErrcodes,
  ...configurationErrcodes,
  ...loginErrcodes,
  ...templateErrcodes,
  ...otherErrcodes,
].sort((one, other) => one.code - other.code);

const rowOf = new Map(
  errcodeTable
    .filter((row) => row.code !== 40001 || row.where !== 'token')
    .map((row) => [row.code, row]),
);
const tokenRowOf = new Map(
  errcodeTable.filter((row) => row.where === 'token').map((row) => [row.code, row]),
);

const unknownErrcode = (code: number): ErrcodePolicy => ({
  code,
  where: 'all',
  about: 'wechat',
  action: { kind: 'retry-once' },
  grant: 'release',
  alarms: true,
  reason: 'unknown-errcode',
  wire: null,
  en: 'WeChat answered with a code that is in no list.',
  zh: '微信返回了未收录的错误码。',
});

/**
 * What is done about an errcode. Total: a code nobody knows gets one retry, then a dead letter and an alarm.
 * `where` tells an answer of the token endpoint from one of subscribe/send (default).
 */
export function policyForErrcode(code: number, where: 'send' | 'token' = 'send'): ErrcodePolicy {
  const tokenRow = where === 'token' ? tokenRowOf.get(code) : undefined;
  return tokenRow ?? rowOf.get(code) ?? unknownErrcode(code);
}
