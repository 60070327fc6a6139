import type { Outcome } from '@yuexin/domain';
import { defineEntity } from './define-entity.ts';

/** What the rest of storage reads of an attempt; the hot path alone writes them. */
export type AttemptRecord = {
  id: string;
  pushId: string;
  templateId: string;
  number: number;
  grantId: string | null;
  tokenGeneration: number | null;
  startedAt: Date;
  finishedAt: Date | null;
  durationMs: number | null;
  outcome: Outcome['kind'] | null;
  errcode: number | null;
  errmsg: string | null;
  rid: string | null;
  msgid: string | null;
  httpStatus: number | null;
  cause: string | null;
  isLate: boolean;
};

export const AttemptEntity = defineEntity<AttemptRecord>({
  name: 'attempt',
  tableName: 'attempts',
  columns: {
    id: { type: 'uuid', primary: true },
    pushId: { name: 'push_id', type: 'uuid' },
    templateId: { name: 'template_id', type: 'text' },
    number: { type: 'integer' },
    grantId: { name: 'grant_id', type: 'uuid', nullable: true },
    tokenGeneration: { name: 'token_generation', type: 'bigint', nullable: true },
    startedAt: { name: 'started_at', type: 'timestamptz' },
    finishedAt: { name: 'finished_at', type: 'timestamptz', nullable: true },
    durationMs: { name: 'duration_ms', type: 'integer', nullable: true },
    outcome: { type: 'text', nullable: true },
    errcode: { type: 'integer', nullable: true },
    errmsg: { type: 'text', nullable: true },
    rid: { type: 'text', nullable: true },
    msgid: { type: 'text', nullable: true },
    httpStatus: { name: 'http_status', type: 'smallint', nullable: true },
    cause: { type: 'text', nullable: true },
    isLate: { name: 'is_late', type: 'boolean' },
  },
});
