import type { ErrcodePolicy } from './errcode-policy.ts';
import { elsewhereRow } from './errcode-row.ts';

const of = (code: number, wire: string | null, texts: { en: string; zh: string }): ErrcodePolicy =>
  elsewhereRow({ code, where: 'templates', about: 'template', wire, ...texts });

/** Codes of template management (wechat-facts 2.3, "tmpl"). */
export const templateErrcodes: readonly ErrcodePolicy[] = [
  of(20002, null, { en: 'The template id to delete is wrong.', zh: '要删除的模板 ID 有误。' }),
  of(200002, null, { en: 'A parameter is wrong.', zh: '参数有误。' }),
  of(200011, null, {
    en: 'The account may not add templates.',
    zh: '该账号被禁止添加模板。',
  }),
  of(200012, null, {
    en: 'The app has as many templates as it may have; delete some.',
    zh: '个人模板数已达上限，请先删除一些。',
  }),
  of(200013, null, { en: 'This library template is barred.', zh: '该模板库模板已被封禁。' }),
  of(200014, 'missing parameter tid', {
    en: "The library template is missing, unknown, or not in the app's categories.",
    zh: '模板标题 tid 缺失、不存在或不在小程序类目内。',
  }),
  of(200016, null, { en: 'start is not legal.', zh: 'start 参数不合法。' }),
  of(200017, null, { en: 'limit is not legal.', zh: 'limit 参数不合法。' }),
  of(200018, null, { en: 'The category ids are missing.', zh: '类目 ids 缺失。' }),
  of(200019, null, { en: 'The category ids are not legal.', zh: '类目 ids 不合法。' }),
  of(200020, 'invalid keywords', {
    en: 'The keywords are not of this template, or not 2 to 5.',
    zh: '关键词不属于该模板，或数量不在 2 至 5 之间。',
  }),
  of(200021, null, {
    en: 'The scene description is not legal (at most 15 characters).',
    zh: '场景描述不合法（最多 15 个字）。',
  }),
  of(200022, 'template has added already', {
    en: 'The app has this very template already.',
    zh: '该模板组合已添加过。',
  }),
];
