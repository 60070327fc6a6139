import type { ErrcodePolicy } from './errcode-policy.ts';
import { dataRow } from './errcode-row.ts';

const noGrant = {
  about: 'user',
  action: { kind: 'no-grant' },
  grant: 'void-key',
  reason: 'no-grant',
} as const;

/** Codes about the recipient and the grants (wechat-facts 2.3, kind U). */
export const userErrcodes: readonly ErrcodePolicy[] = [
  dataRow({
    code: 40003,
    where: 'send',
    about: 'user',
    isForGood: true,
    reason: 'invalid-openid',
    wire: 'invalid openid',
    en: 'The openid is not one of this mini program.',
    zh: 'openid 不属于该小程序，或格式错误。',
  }),
  dataRow({
    code: 43101,
    where: 'send',
    ...noGrant,
    wire: 'user refuse to accept the msg',
    en: 'The user has no grant left for this template: all used, never given, or taken back.',
    zh: '用户对该模板已无可用订阅次数：已用完、从未授权或已取消。',
  }),
  dataRow({
    code: 43104,
    where: 'send',
    about: 'user',
    alarms: true,
    reason: 'invalid-openid',
    wire: 'this appid does not have permission',
    en: 'The openid and the appid do not belong together, or the app lacks the ability.',
    zh: 'openid 与 appid 不匹配，或小程序无此能力。',
  }),
  dataRow({
    code: 48002,
    where: 'other',
    ...noGrant,
    wire: null,
    en: 'The user refuses messages (known from official accounts only).',
    zh: '用户拒收消息（仅见于公众号）。',
  }),
];
