import type { ErrcodePolicy } from './errcode-policy.ts';
import { elsewhereRow } from './errcode-row.ts';

/** Codes that subscribe/send should never give: of checks, quota look-ups, old and foreign endpoints (wechat-facts 2.3). */
export const otherErrcodes: readonly ErrcodePolicy[] = [
  elsewhereRow({
    code: 40129,
    where: 'checks',
    about: 'data',
    wire: 'invalid scene',
    en: 'The scene of the content check is wrong.',
    zh: '内容安全检查的场景值有误。',
  }),
  ...([41028, 41029] as const).map((code) =>
    elsewhereRow({
      code,
      where: 'other',
      about: 'configuration',
      wire: code === 41028 ? 'form_id invalid' : 'form_id used',
      en: 'An answer of the old template interface: the request went to the wrong endpoint.',
      zh: '旧模板消息接口的返回，请求发到了错误的地址。',
    }),
  ),
  elsewhereRow({
    code: 61010,
    where: 'checks',
    about: 'user',
    wire: 'code is expired',
    en: 'The user was not active within the last two hours (content check).',
    zh: '用户两小时内未访问小程序（内容安全检查）。',
  }),
  ...([76001, 76002, 76003, 76004, 76021, 76022] as const).map((code) =>
    elsewhereRow({
      code,
      where: 'quota',
      about: 'data',
      wire: null,
      en: 'The rid or path asked about is missing, unknown or not yours.',
      zh: '查询的 rid 或接口路径缺失、不存在或无权限。',
    }),
  ),
  elsewhereRow({
    code: 85107,
    where: 'send',
    about: 'wechat',
    reason: 'unknown-errcode',
    wire: null,
    en: 'In one older list of the answers of send; its meaning is not known.',
    zh: '仅见于旧版错误码列表，含义未知。',
  }),
  ...([85433, 85435, 85462] as const).map((code) =>
    elsewhereRow({
      code,
      where: 'other',
      about: 'data',
      wire: null,
      en: 'An answer of the service-card interface, not of subscribe/send.',
      zh: '服务卡片接口的返回，订阅消息接口不应返回。',
    }),
  ),
  elsewhereRow({
    code: 87008,
    where: 'checks',
    about: 'data',
    wire: 'invalid sig_method',
    en: 'The signature method of the session check is wrong.',
    zh: '登录态校验的签名方法有误。',
  }),
  elsewhereRow({
    code: 87009,
    where: 'checks',
    about: 'user',
    wire: 'invalid signature',
    en: 'The session key is no longer current; the user must log in again.',
    zh: 'session_key 已失效，用户需重新登录。',
  }),
  elsewhereRow({
    code: 87014,
    where: 'checks',
    about: 'data',
    wire: 'risky content',
    en: 'The content check calls the text risky.',
    zh: '内容安全检查判定文本有风险。',
  }),
];
