import type { ErrcodePolicy } from './errcode-policy.ts';
import { elsewhereRow } from './errcode-row.ts';

/** Codes of the login endpoints: the mini program must fetch a new code (wechat-facts 2.3, kind L). */
export const loginErrcodes: readonly ErrcodePolicy[] = [
  elsewhereRow({
    code: 40029,
    where: 'login',
    about: 'login',
    wire: 'invalid code',
    en: 'The code expired, was used, is of the other kind, or belongs to another app.',
    zh: 'code 已过期、已使用、类型不符或属于其他小程序。',
  }),
  elsewhereRow({
    code: 40163,
    where: 'login',
    about: 'login',
    wire: 'code been used',
    en: 'The code was used before.',
    zh: 'code 已被使用。',
  }),
  elsewhereRow({
    code: 40226,
    where: 'login',
    about: 'login',
    wire: 'code blocked',
    en: 'WeChat bars this high-risk user from logging in.',
    zh: '高风险用户，微信已拦截登录。',
  }),
  elsewhereRow({
    code: 41008,
    where: 'login',
    about: 'login',
    wire: 'missing code',
    en: 'The code is missing.',
    zh: '缺少 code。',
  }),
];
