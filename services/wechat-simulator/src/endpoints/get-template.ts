import { succeed } from '../front/answer.ts';
import type { TokenEndpoint } from '../front/endpoint.ts';
import type { SimTemplate } from '../ledger/sim-template.ts';

const describe = (template: SimTemplate) => {
  const options = Object.entries(template.options);
  return {
    priTmplId: template.templateId,
    title: template.title,
    content: template.content,
    example: template.example,
    type: template.kind === 'one-time' ? 2 : 3,
    ...(options.length === 0
      ? {}
      : {
          keywordEnumValueList: options.map(([key, enumValueList]) => ({
            keywordCode: `${key}.DATA`,
            enumValueList,
          })),
        }),
  };
};

/** GET /wxaapi/newtmpl/gettemplate: the app's own templates (facts 1.6). */
export const getTemplateEndpoint = (): TokenEndpoint => ({
  path: '/wxaapi/newtmpl/gettemplate',
  method: 'GET',
  wrongMethodErrcode: 43001,
  access: 'token',
  answer: ({ app }) => succeed({ data: [...app.templates.values()].map(describe) }),
});
