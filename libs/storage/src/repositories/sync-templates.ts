import { isDeepStrictEqual } from 'node:util';
import { describeTemplateChange, mayRefuseData, type HurtPushes } from '@yuexin/domain';
import type { EntityManager } from 'typeorm';
import { mapDatabaseError } from '../database/map-database-error.ts';
import type { Database } from '../database/open-database.ts';
import { TemplateEntity, type TemplateRecord } from '../entities/template.entity.ts';
import { asUnknownApp } from './as-unknown-app.ts';
import { findHurtPushes } from './find-hurt-pushes.ts';
import { recordTemplateChanges, type NewTemplateChange } from './template-changes.ts';
import type { ListedTemplate } from './template-row.ts';

type Compared = { added: string[]; changed: string[]; removed: string[] };
export type TemplateSync = Compared & {
  /** Waiting pushes that WeChat would now refuse, by template. */
  hurt: HurtPushes[];
};

/** One sync of an app at a time; two at once give the same rows and tell the changes once. */
export async function syncTemplates(
  database: Database,
  input: { appId: string; templates: readonly ListedTemplate[] },
): Promise<TemplateSync> {
  const { appId } = input;
  const byId = new Map(input.templates.map((template) => [template.templateId, template]));
  const templates = [...byId.values()];
  return database.entities(async (manager) => {
    try {
      return await manager.transaction((transaction) => syncOne(transaction, appId, templates));
    } catch (error) {
      throw asUnknownApp(mapDatabaseError(error, database.address), appId);
    }
  });
}

async function syncOne(
  manager: EntityManager,
  appId: string,
  templates: readonly ListedTemplate[],
): Promise<TemplateSync> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `templates of ${appId}`,
  ]);
  const stored = await manager.find(TemplateEntity, {
    where: { appId },
    order: { templateId: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const sync = compare(stored, templates);
  const states = new Map(stored.map((record) => [record.templateId, record.state]));
  const syncedAt = new Date();
  if (templates.length > 0) {
    const records = templates.map((template) => ({
      ...template,
      appId,
      state: stateAfter(states.get(template.templateId)),
      syncedAt,
    }));
    await manager.upsert(TemplateEntity, records, ['appId', 'templateId']);
  }
  for (const templateId of sync.removed) {
    const gone = { state: 'removed' as const, pauseReason: null, pausedUntil: null, syncedAt };
    await manager.update(TemplateEntity, { appId, templateId }, gone);
  }
  const changes = await describe(manager, { appId, stored, templates, sync });
  await recordTemplateChanges(manager, appId, changes);
  return { ...sync, hurt: changes.flatMap(({ hurt }) => hurt ?? []) };
}

/** What is told of each template, and which waiting pushes it hurts. */
async function describe(
  manager: EntityManager,
  given: {
    appId: string;
    stored: readonly TemplateRecord[];
    templates: readonly ListedTemplate[];
    sync: Compared;
  },
): Promise<NewTemplateChange[]> {
  const { appId, sync } = given;
  const before = new Map(given.stored.map((record) => [record.templateId, record]));
  const after = new Map(given.templates.map((template) => [template.templateId, template]));
  const titleOf = (id: string): string => (after.get(id) ?? before.get(id))?.title ?? '';
  const changes: NewTemplateChange[] = sync.added.map((templateId) => ({
    ...{ templateId, kind: 'added', title: titleOf(templateId), change: {}, hurt: null },
  }));
  for (const templateId of sync.changed) {
    const then = before.get(templateId);
    const now = after.get(templateId);
    if (then === undefined || now === undefined) continue;
    const change = describeTemplateChange(then, now);
    const hurt = mayRefuseData(change)
      ? await findHurtPushes(manager, { appId, templateId, keywords: now.keywords })
      : null;
    changes.push({ templateId, kind: 'changed', title: now.title, change, hurt });
  }
  for (const templateId of sync.removed) {
    const hurt = await findHurtPushes(manager, { appId, templateId, keywords: null });
    changes.push({
      ...{ templateId, kind: 'removed', title: titleOf(templateId) },
      change: {},
      hurt,
    });
  }
  return changes;
}

function compare(
  stored: readonly TemplateRecord[],
  templates: readonly ListedTemplate[],
): Compared {
  const known = new Map(stored.filter(isListed).map((record) => [record.templateId, record]));
  const listedIds = new Set(templates.map((template) => template.templateId));
  return {
    added: templates.map((template) => template.templateId).filter((id) => !known.has(id)),
    changed: templates
      .filter((template) => {
        const before = known.get(template.templateId);
        return before !== undefined && !isDeepStrictEqual(wording(before), wording(template));
      })
      .map((template) => template.templateId),
    removed: [...known.keys()].filter((id) => !listedIds.has(id)),
  };
}

function isListed(record: TemplateRecord): boolean {
  return record.state !== 'removed';
}

function wording({ title, kind, content, example, keywords }: ListedTemplate) {
  return { title, kind, content, example, keywords };
}

function stateAfter(before: TemplateRecord['state'] | undefined): TemplateRecord['state'] {
  return before === 'paused' ? 'paused' : 'active';
}
