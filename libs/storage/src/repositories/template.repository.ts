import type { Reason } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import { TemplateEntity } from '../entities/template.entity.ts';
import type { Page } from './cursor.ts';
import { syncTemplates, type TemplateSync } from './sync-templates.ts';
import { listTemplateChanges, type TemplateChangeRow } from './template-changes.ts';
import { toTemplateRow, type ListedTemplate, type TemplateRow } from './template-row.ts';

export type TemplateRepository = {
  find(appId: string, templateId: string): Promise<TemplateRow | null>;
  list(appId: string): Promise<TemplateRow[]>;
  /**
   * Replaces what the app has by what WeChat lists; rows are kept as `removed`, a pause stays.
   * A removed template listed again counts as added. Throws not-found for an unknown app.
   */
  sync(appId: string, templates: readonly ListedTemplate[]): Promise<TemplateSync>;
  /** What syncs found, newest first. */
  listChanges(input: {
    appId: string;
    templateId?: string;
    limit: number;
    cursor: string | null;
  }): Promise<Page<TemplateChangeRow>>;
  /** Of two pauses the later end counts; a removed template is not paused. */
  pause(input: {
    appId: string;
    templateId: string;
    reason: Reason;
    until: Date | null;
  }): Promise<TemplateRow | null>;
  /** Ends a pause; its alarm as well, unless another template of the app is paused for the same errcode. */
  resume(appId: string, templateId: string): Promise<TemplateRow | null>;
};

/** Message templates of apps. */
export function createTemplateRepository({ database }: { database: Database }): TemplateRepository {
  async function find(appId: string, templateId: string): Promise<TemplateRow | null> {
    const record = await database.entities((manager) =>
      manager.findOneBy(TemplateEntity, { appId, templateId }),
    );
    return record === null ? null : toTemplateRow(record);
  }

  return {
    find,
    async list(appId) {
      const records = await database.entities((manager) =>
        manager.find(TemplateEntity, {
          where: { appId },
          order: { createdAt: 'ASC', templateId: 'ASC' },
        }),
      );
      return records.map(toTemplateRow);
    },
    sync: (appId, templates) => syncTemplates(database, { appId, templates }),
    listChanges: (input) => listTemplateChanges(database, input),
    async pause({ appId, templateId, reason, until }) {
      const values = [appId, templateId, reason, until];
      await database.query('select pause_template($1, $2, $3, $4)', values);
      return find(appId, templateId);
    },
    async resume(appId, templateId) {
      await database.query(resumeStatement, [appId, templateId]);
      return find(appId, templateId);
    },
  };
}

const resumeStatement = `
  with paused as (
    select pause_reason ->> 'errcode' as errcode from templates
    where app_id = $1 and template_id = $2 and state = 'paused'
    for no key update
  ), resumed as (
    update templates set state = 'active', pause_reason = null, paused_until = null
    from paused where app_id = $1 and template_id = $2
  )
  update alarms a set resolved_at = clock_timestamp()
  from paused p
  where a.app_id = $1 and a.code = 'errcode-' || p.errcode and a.resolved_at is null
    and not exists (
      select 1 from templates t
      where t.app_id = $1 and t.template_id <> $2 and t.state = 'paused'
        and t.pause_reason ->> 'errcode' = p.errcode)`;
