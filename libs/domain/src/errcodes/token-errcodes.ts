import type { ErrcodePolicy } from './errcode-policy.ts';
import { configurationRow, tokenRow } from './errcode-row.ts';

/** Codes about the access token (wechat-facts 2.3, kind T). */
export const tokenErrcodes: readonly ErrcodePolicy[] = [
  tokenRow({
    code: 40001,
    where: 'all',
    wire: 'invalid credential, access_token is invalid or not latest',
    en: 'WeChat no longer takes the access token: another system replaced it, or it belongs to another account.',
    zh: '微信不再接受该 access_token：已被其他系统刷新，或属于其他账号。',
  }),
  configurationRow({
    code: 40001,
    where: 'token',
    // Also given for a minute or two after a refresh (wechat-facts 8.1): looked at again, slowly.
    until: { minutes: 10 },
    wire: 'invalid credential',
    en: 'WeChat gives no access token: the AppSecret is wrong, or every token it gives is refused.',
    zh: '微信不发放 access_token：AppSecret 错误，或新发放的凭证仍被拒绝。',
  }),
  tokenRow({
    code: 40014,
    where: 'all',
    wire: 'invalid access_token',
    en: 'The access token is garbled or expired.',
    zh: 'access_token 不合法或已失效。',
  }),
  tokenRow({
    code: 41001,
    where: 'all',
    alarms: true,
    wire: 'access_token missing',
    en: 'The request reached WeChat without its access token.',
    zh: '请求到达微信时缺少 access_token。',
  }),
  tokenRow({
    code: 42001,
    where: 'all',
    wire: 'access_token expired',
    en: 'The access token expired.',
    zh: 'access_token 已过期。',
  }),
  tokenRow({
    code: 42007,
    where: 'all',
    wire: null,
    en: 'The user changed the password and the token ended; handled like an expired token.',
    zh: '用户修改密码导致凭证失效，按过期处理。',
  }),
];
