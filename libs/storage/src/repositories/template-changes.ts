import type { HurtPushes, TemplateChange } from '@yuexin/domain';
import { v7 as uuidv7 } from 'uuid';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/open-database.ts';
import { decodeCursor, isUuidKey, toPage, type Page } from './cursor.ts';

/** What one sync found about one template. */
export type TemplateChangeRow = {
  id: string;
  at: Date;
  templateId: string;
  kind: 'added' | 'changed' | 'removed';
  title: string;
  change: TemplateChange;
  hurt: HurtPushes | null;
};

export type NewTemplateChange = Omit<TemplateChangeRow, 'id' | 'at'>;

/** Writes what a sync found, in its transaction. */
export async function recordTemplateChanges(
  manager: EntityManager,
  appId: string,
  changes: readonly NewTemplateChange[],
): Promise<void> {
  for (const { templateId, kind, title, change, hurt } of changes)
    await manager.query(
      `insert into template_changes (id, app_id, template_id, kind, title, change, hurt)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[uuidv7(), appId, templateId, kind, title],
        ...[JSON.stringify(change), hurt === null ? null : JSON.stringify(hurt)],
      ],
    );
}

/** Newest first. */
export async function listTemplateChanges(
  database: Database,
  input: { appId: string; templateId?: string; limit: number; cursor: string | null },
): Promise<Page<TemplateChangeRow>> {
  const { appId, templateId, limit, cursor } = input;
  const before = decodeCursor('template-changes', cursor, isUuidKey)?.[0];
  const rows = await database.query<TemplateChangeRow>(
    `select id, at, template_id as "templateId", kind, title, change, hurt from template_changes
     where app_id = $1 and id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       and ($3::text is null or template_id = $3)
     order by id desc limit $4`,
    [appId, before ?? null, templateId ?? null, limit + 1],
  );
  return toPage({
    rows,
    limit,
    list: 'template-changes',
    keyOf: (row) => [row.id],
    show: (row) => row,
  });
}
