import type { TemplateKind } from '@yuexin/domain';
import { z } from 'zod';
import type { Call } from '../http/create-call.ts';
import { readKeywords } from '../replies/read-keywords.ts';
import { readWholeNumber } from '../replies/read-status.ts';
import type { WechatClient, WechatTemplate } from '../wechat-client.ts';

const kindOfType: Readonly<Record<number, TemplateKind>> = { 2: 'one-time', 3: 'long-term' };

const template = z.object({
  priTmplId: z.string().min(1).max(128),
  title: z.string().default(''),
  content: z.string(),
  example: z.string().default(''),
  type: z.unknown().transform(readWholeNumber).pipe(z.number()),
  keywordEnumValueList: z
    .array(z.object({ keywordCode: z.string(), enumValueList: z.array(z.string()) }))
    .nullish(),
});
const reply = z.object({ data: z.array(template) });

/**
 * GET /wxaapi/newtmpl/gettemplate (wechat-facts 1.6). A template of a type that is neither one-time nor long-term is left
 * out: it cannot be sent by subscribe/send.
 */
export function createListTemplates(call: Call): WechatClient['listTemplates'] {
  return ({ accessToken, signal }) =>
    call({
      method: 'GET',
      path: '/wxaapi/newtmpl/gettemplate',
      query: { access_token: accessToken },
      secrets: [accessToken],
      signal,
      read: (tree) => {
        const parsed = reply.safeParse(tree);
        return parsed.success ? parsed.data.data.flatMap(toTemplate) : undefined;
      },
    });
}

function toTemplate(item: z.infer<typeof template>): WechatTemplate[] {
  const kind = kindOfType[item.type];
  if (kind === undefined) return [];
  const { priTmplId: templateId, title, content, example } = item;
  const optionsByKey = new Map(
    (item.keywordEnumValueList ?? []).map(({ keywordCode, enumValueList }) => [
      keywordCode.replace(/\.DATA$/, ''),
      enumValueList,
    ]),
  );
  const keywords = readKeywords({ content, optionsByKey });
  return [{ templateId, title, kind, content, example, keywords }];
}
