import type { ListedTemplate, Storage, TemplateRow } from '@yuexin/storage';
import { uniquePrefix } from '../unique-prefix.ts';

/** One more template of an app: a route (`thing1`) and a cargo (`thing2`), unless given otherwise. */
export async function createTemplate(
  input: { storage: Storage; appId: string } & Partial<ListedTemplate>,
): Promise<TemplateRow> {
  const { storage, appId, ...given } = input;
  const templateId = given.templateId ?? uniquePrefix('tpl');
  const template: ListedTemplate = {
    title: '货源提醒',
    kind: 'one-time',
    content: '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
    example: '线路:广州到上海\n货物:钢材\n',
    keywords: [
      { key: 'thing1', type: 'thing', label: '线路' },
      { key: 'thing2', type: 'thing', label: '货物' },
    ],
    ...given,
    templateId,
  };
  const known = await storage.templates.list(appId);
  const kept = known.filter((row) => row.state !== 'removed' && row.templateId !== templateId);
  await storage.templates.sync(appId, [...kept.map(asListed), template]);
  const row = await storage.templates.find(appId, templateId);
  if (row === null) throw new Error(`The template ${templateId} was not stored.`);
  return row;
}

function asListed(row: TemplateRow): ListedTemplate {
  const { templateId, title, kind, content, example, keywords } = row;
  return { templateId, title, kind, content, example, keywords };
}
