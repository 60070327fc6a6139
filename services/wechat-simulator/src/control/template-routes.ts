import { AppError } from '@yuexin/errors';
import { z } from 'zod';
import { voidCell } from '../ledger/grant-cell.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import { readKeywords } from '../ledger/sim-template.ts';
import type { World } from '../ledger/world.ts';
import { type ControlRoute, created, ok } from './control-route.ts';
import { findApp } from './find-in-world.ts';
import { parseInput } from './parse-input.ts';

const TemplateInput = z.strictObject({
  templateId: z.string().regex(/^[\w-]{1,64}$/, '1 to 64 letters, digits, - or _'),
  title: z.string().min(1).max(64),
  /** 2 and 3 are WeChat's own words for them (facts 1.6). */
  kind: z.union([
    z.enum(['one-time', 'long-term']),
    z.literal(2).transform(() => 'one-time' as const),
    z.literal(3).transform(() => 'long-term' as const),
  ]),
  content: z
    .string()
    .max(2000)
    .refine((content) => readKeywords(content).length > 0, 'holds no {{keyword.DATA}}'),
  example: z.string().max(2000).default(''),
  options: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
});

const saveTemplate = (world: World): ControlRoute => ({
  method: 'post',
  path: '/apps/:appId/templates',
  answer: ({ params, body }) => {
    const app = findApp(world, params.appId);
    const input = parseInput(TemplateInput, body, '');
    const isNew = !app.templates.has(input.templateId);
    const template = { ...input, keywords: readKeywords(input.content) };
    app.templates.set(input.templateId, template);
    return isNew ? created(template) : ok(template);
  },
});

/** Its grants are lost with it (facts 4.2). */
function deleteTemplate(app: SimApp, templateId: string): void {
  app.templates.delete(templateId);
  for (const user of app.usersByOpenid.values()) {
    const cell = user.grants.get(templateId);
    if (cell !== undefined) voidCell(cell);
  }
}

const removeTemplate = (world: World): ControlRoute => ({
  method: 'delete',
  path: '/apps/:appId/templates/:templateId',
  answer: ({ params }) => {
    const app = findApp(world, params.appId);
    const templateId = params.templateId ?? '';
    if (!app.templates.has(templateId)) {
      throw new AppError('not-found', { message: `There is no template ${templateId} here.` });
    }
    deleteTemplate(app, templateId);
    return ok({ templateId });
  },
});

export const templateRoutes = (world: World): ControlRoute[] => [
  saveTemplate(world),
  removeTemplate(world),
];
