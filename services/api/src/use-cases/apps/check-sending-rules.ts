import { AppError, type FieldProblem } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { findValues } from '../../http/find-values.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import { timeZone } from '../../routes/apps/sending-rules.schema.ts';
import { templateId } from '../../routes/fields.schema.ts';
import { findUnknownTemplates, unknownTemplate } from '../users/check-template-ids.ts';
import type { AppCatalog } from './app-catalog.ts';

type Deps = {
  storage: { apps: Pick<Storage['apps'], 'findUnknownTimeZones'> };
  catalog: Pick<AppCatalog, 'findTemplate'>;
};

/** Throws once for every time zone and every template that rules name and nobody knows. */
export async function checkSendingRules(deps: Deps, appId: string, rules: unknown): Promise<void> {
  const zones = await findUnknownTimeZones(deps, rules);
  const templates = await findUnknownTemplates(deps.catalog, appId, templatesIn(rules));
  if (zones.length > 0) throw invalidRequest([...zones, ...templates]);
  if (templates.length > 0)
    throw new AppError('template-unknown', { message: unknownTemplate, problems: templates });
}

/** The same of rules that are wrong elsewhere; without an app, of their time zones. */
export async function findRuleProblems(
  deps: Deps,
  appId: string | null,
  rules: unknown,
): Promise<FieldProblem[]> {
  const zones = await findUnknownTimeZones(deps, rules);
  if (appId === null) return zones;
  return [...zones, ...(await findUnknownTemplates(deps.catalog, appId, templatesIn(rules)))];
}

const templatesIn = (rules: unknown) =>
  findValues(rules, ['templates', '*', 'templateId'], templateId);

/** The clocks are PostgreSQL's: a zone that only Node.js knows is refused, with every place that names it. */
async function findUnknownTimeZones({ storage }: Deps, rules: unknown): Promise<FieldProblem[]> {
  const named = [
    ...findValues(rules, ['quietHours', 'timeZone'], timeZone),
    ...findValues(rules, ['templates', '*', 'quietHours', 'timeZone'], timeZone),
  ];
  if (named.length === 0) return [];
  const unknown = await storage.apps.findUnknownTimeZones(named.map(({ value }) => value));
  return named
    .filter(({ value }) => unknown.includes(value))
    .map(({ pointer, value }) => ({
      ...{ pointer, rule: 'time-zone', actual: value },
      message: 'is no time zone that the database knows',
    }));
}
