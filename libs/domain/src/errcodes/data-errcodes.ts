import type { ErrcodePolicy } from './errcode-policy.ts';
import { dataRow } from './errcode-row.ts';

/** Codes about what the caller asked to send (wechat-facts 2.3, kind D, and templates). */
export const dataErrcodes: readonly ErrcodePolicy[] = [
  dataRow({
    code: 40033,
    where: 'send',
    wire: null,
    en: 'The text holds characters that WeChat does not take (\\uXXXX form).',
    zh: '内容含有不合法字符（\\uXXXX 形式）。',
  }),
  dataRow({
    code: 40035,
    where: 'send',
    wire: null,
    en: 'A parameter is not legal.',
    zh: '参数不合法。',
  }),
  dataRow({
    code: 40037,
    where: 'send',
    about: 'template',
    action: { kind: 'pause-template' },
    alarms: true,
    reason: 'template-invalid',
    wire: 'invalid template_id',
    en: 'The template was deleted, belongs to another app, or is of a kind that cannot be sent this way.',
    zh: '模板已被删除、属于其他小程序，或该类模板不能用此接口发送。',
  }),
  dataRow({
    code: 40097,
    where: 'all',
    wire: 'invalid args',
    en: 'A parameter is wrong.',
    zh: '参数错误。',
  }),
  dataRow({
    code: 41030,
    where: 'send',
    reason: 'page-invalid',
    wire: 'invalid page',
    en: 'The page does not exist in the released version of the mini program.',
    zh: '跳转页面在小程序线上版本中不存在。',
  }),
  dataRow({
    code: 45002,
    where: 'all',
    wire: 'content size out of limit',
    en: 'The content is too long.',
    zh: '内容超过长度限制。',
  }),
  dataRow({
    code: 45168,
    where: 'send',
    reason: 'content-blocked',
    wire: 'keyword in blacklist',
    en: 'A value holds words that WeChat blocks; the same text will be refused again.',
    zh: '内容命中微信屏蔽词，原样重发仍会被拒。',
  }),
  dataRow({
    code: 47001,
    where: 'all',
    alarms: true,
    wire: 'data format error',
    en: 'WeChat could not read the request body.',
    zh: '微信无法解析请求内容。',
  }),
  dataRow({
    code: 47003,
    where: 'send',
    reason: 'template-data-invalid',
    wire: 'argument invalid! data.KEY.value invalid',
    en: 'A value breaks the rule of its keyword, is empty or is missing.',
    zh: '模板参数不符合规则、为空或缺失。',
  }),
];
