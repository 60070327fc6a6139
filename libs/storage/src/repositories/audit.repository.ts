import { In, LessThan } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/open-database.ts';
import { AuditEntity } from '../entities/audit.entity.ts';
import { decodeCursor, isUuidKey, toPage, type Page } from './cursor.ts';

export type AuditRow = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  /** `<noun>:<bare id>`: app:<appId>, template:<appId>/<templateId>, push:<uuid>, key:<uuid>, user:<uuid>. */
  target: string;
  appId: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  requestId: string | null;
};

export type AuditRepository = {
  append(entry: Omit<AuditRow, 'id' | 'at'>): Promise<void>;
  /** Newest first. */
  list(input: {
    target?: string;
    actor?: string;
    action?: string;
    /** Of these apps alone; left out: all, and what is of no app. */
    appIds?: readonly string[];
    limit: number;
    cursor: string | null;
  }): Promise<Page<AuditRow>>;
};

/** What operators and callers changed. */
export function createAuditRepository({ database }: { database: Database }): AuditRepository {
  return {
    async append(entry) {
      const { actor, action, target, appId, reason, requestId } = entry;
      await database.query(
        `insert into audit (id, actor, action, target, app_id, before, after, reason, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          ...[uuidv7(), actor, action, target, appId],
          ...[toJson(entry.before), toJson(entry.after), reason, requestId],
        ],
      );
    },
    async list({ limit, cursor, appIds, ...filter }) {
      const before = decodeCursor('audit', cursor, isUuidKey)?.[0];
      const rows = await database.entities((manager) =>
        manager.find(AuditEntity, {
          where: {
            ...filter,
            ...(appIds !== undefined && { appId: In(appIds) }),
            ...(before !== undefined && { id: LessThan(before) }),
          },
          order: { id: 'DESC' },
          take: limit + 1,
        }),
      );
      return toPage({ rows, limit, list: 'audit', keyOf: (row) => [row.id], show: (row) => row });
    },
  };
}

/** Nothing is null in SQL too, not JSON's null. */
function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
