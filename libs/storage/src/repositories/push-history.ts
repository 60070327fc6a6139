import { In, type EntityManager } from 'typeorm';
import type { Outcome } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import { AttemptEntity, type AttemptRecord } from '../entities/attempt.entity.ts';
import { AuditEntity } from '../entities/audit.entity.ts';
import { GrantEntity } from '../entities/grant.entity.ts';
import { PushTransitionEntity } from '../entities/push-transition.entity.ts';
import { SentEventItemEntity } from '../entities/sent-event-item.entity.ts';
import type { TransitionRow } from '../hot-path.ts';
import type { AuditRow } from './audit.repository.ts';
import {
  callbacksOfPush,
  toCallbackRow,
  type CallbackRow,
  type StoredCallback,
} from './callback-row.ts';
import { toGrantRow, type GrantRow } from './grant.repository.ts';
import type { PushRow } from './push-row.ts';

export type AttemptRow = {
  id: string;
  templateId: string;
  number: number;
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
  grantId: string | null;
  tokenGeneration: number | null;
};

export type SentEventRow = {
  at: Date;
  receivedAt: Date;
  msgid: string;
  errorCode: string;
  errorStatus: string;
};

/** A ban, or a rejection in the settings, of the push's template: it voids grants (design 6). */
export type RefusalRow = {
  at: Date;
  receivedAt: Date;
  result: 'ban' | 'change-reject';
  isFromWechat: boolean;
};

/** Each list oldest first. */
export type PushHistory = {
  push: PushRow;
  attempts: AttemptRow[];
  transitions: TransitionRow[];
  grants: GrantRow[];
  sentEvents: SentEventRow[];
  operatorActions: AuditRow[];
  /** Those of the recipient that came while the push lived. */
  refusals: RefusalRow[];
  /** What endpoints were told of it, in its order. */
  callbacks: CallbackRow[];
  /** Requests that were answered with this push, since it held their dedupe key. */
  duplicates: DuplicatesRow | null;
  /** Pushes whose place it took. */
  replaced: { id: string; at: Date }[];
};

export type DuplicatesRow = { times: number; firstAt: Date; lastAt: Date };

/** Reads what happened to a push, on one connection. */
export function readPushHistory(database: Database, push: PushRow): Promise<PushHistory> {
  return database.entities((manager) =>
    manager.transaction('REPEATABLE READ', async (transaction) => {
      const attempts = await transaction.find(AttemptEntity, {
        where: { pushId: push.id },
        order: { number: 'ASC', startedAt: 'ASC' },
      });
      return {
        push,
        attempts: attempts.map(toAttemptRow),
        transitions: await readTransitions(transaction, push.id),
        grants: await readGrants(transaction, push, attempts),
        sentEvents: await readSentEvents(transaction, attempts),
        operatorActions: await transaction.find(AuditEntity, {
          where: { target: `push:${push.id}` },
          order: { id: 'ASC' },
        }),
        refusals: await readRefusals(transaction, push),
        callbacks: await readCallbacks(transaction, push.id),
        duplicates: await readDuplicates(transaction, push),
        replaced: await readReplaced(transaction, push),
      };
    }),
  );
}

async function readCallbacks(manager: EntityManager, pushId: string): Promise<CallbackRow[]> {
  const rows = await manager.query<StoredCallback[]>(callbacksOfPush, [pushId]);
  return rows.map(toCallbackRow);
}

async function readDuplicates(
  manager: EntityManager,
  { id, dedupeKey }: PushRow,
): Promise<DuplicatesRow | null> {
  if (dedupeKey === null) return null;
  const [row] = await manager.query<DuplicatesRow[]>(
    `select times, first_at as "firstAt", last_at as "lastAt" from push_duplicates where push_id = $1`,
    [id],
  );
  return row ?? null;
}

async function readReplaced(
  manager: EntityManager,
  { id, replaces }: PushRow,
): Promise<PushHistory['replaced']> {
  if (replaces === null) return [];
  return manager.query<PushHistory['replaced']>(
    `select id, ended_at as at from pushes where superseded_by = $1 and state = 'cancelled' order by id`,
    [id],
  );
}

/** One index range: (user, template, at). */
function readRefusals(manager: EntityManager, push: PushRow): Promise<RefusalRow[]> {
  return manager.query<RefusalRow[]>(
    `select at, received_at as "receivedAt", result, kind = 'witnessed' as "isFromWechat"
     from grant_evidence
     where user_id = $1 and template_id = $2 and at >= $3
       and at <= coalesce((select ended_at from pushes where id = $4), now())
       and result in ('ban', 'change-reject')
     order by at, id`,
    [push.userId, push.templateId, push.createdAt, push.id],
  );
}

async function readTransitions(manager: EntityManager, pushId: string): Promise<TransitionRow[]> {
  const records = await manager.find(PushTransitionEntity, {
    where: { pushId },
    order: { at: 'ASC', id: 'ASC' },
  });
  return records.map(({ at, fromState, toState, reason, actor, evidence, replayId }) => ({
    ...{ at, from: fromState, to: toState, reason, actor, evidence, replayId },
  }));
}

async function readGrants(
  manager: EntityManager,
  push: PushRow,
  attempts: readonly AttemptRecord[],
): Promise<GrantRow[]> {
  const held = [push.grantId, ...attempts.map((attempt) => attempt.grantId)];
  const ids = [...new Set(held.filter((id) => id !== null))];
  const records = await manager.find(GrantEntity, { where: { id: In(ids) }, order: { id: 'ASC' } });
  return records.map(toGrantRow);
}

async function readSentEvents(
  manager: EntityManager,
  attempts: readonly AttemptRecord[],
): Promise<SentEventRow[]> {
  const records = await manager.find(SentEventItemEntity, {
    where: { attemptId: In(attempts.map((attempt) => attempt.id)) },
    order: { eventAt: 'ASC', id: 'ASC' },
  });
  return records.map(({ eventAt, receivedAt, msgid, errorCode, errorStatus }) => ({
    ...{ at: eventAt, receivedAt, msgid, errorCode, errorStatus },
  }));
}

function toAttemptRow(record: AttemptRecord): AttemptRow {
  const { id, templateId, number, startedAt, finishedAt, durationMs, outcome, errcode, errmsg } =
    record;
  const { rid, msgid, httpStatus, cause, isLate, grantId, tokenGeneration } = record;
  return {
    ...{ id, templateId, number, startedAt, finishedAt, durationMs, outcome, errcode, errmsg },
    ...{ rid, msgid, httpStatus, cause, isLate, grantId, tokenGeneration },
  };
}
