import { LessThan } from 'typeorm';
import type { GrantState } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import { GrantEntity, type GrantRecord } from '../entities/grant.entity.ts';
import { readGrantDrift, type GrantDrift } from './read-grant-drift.ts';
import { readGrantFlow, type GrantFlow } from './read-grant-flow.ts';
import { readGrantSurvival, type GrantSurvival } from './read-grant-survival.ts';
import { decodeCursor, isUuidKey, toPage, type Page } from './cursor.ts';

export type GrantRow = {
  id: string;
  templateId: string;
  state: GrantState;
  isStanding: boolean;
  isDoubtful: boolean;
  evidence: 'reported' | 'witnessed' | 'both' | 'imported';
  obtainedAt: Date;
  pushId: string | null;
  /** What it was collected for, and until when it is kept for that. */
  purpose: string | null;
  keptUntil: Date | null;
  voidReason: string | null;
  updatedAt: Date;
};

/** What the planner needs to know of one template for one user. */
export type AskFact = {
  templateId: string;
  available: number;
  parked: number;
  /** The newest answer was a ban or a rejection in the settings; an accept ends it. */
  hasStandingReject: boolean;
  lastAskedAt: Date | null;
  /** Pop-ups in which the user refused it since it was last accepted. */
  refusalsInRow: number;
};

export type GrantRepository = {
  /** Newest first. */
  listByUser(input: {
    userId: string;
    templateId?: string;
    limit: number;
    cursor: string | null;
  }): Promise<Page<GrantRow>>;
  /** For the planner: per template of this user with a grant available, a push parked or an answer; others have none of it. */
  askFacts(userId: string): Promise<AskFact[]>;
  /** How often the ledger believed in a grant that WeChat did not have, per template. */
  drift(input: { appId: string; from: Date; to: Date }): Promise<GrantDrift[]>;
  /** What each template of the app has, lacks, and what came and went since. */
  flow(input: { appId: string; since: Date; stepMinutes: number }): Promise<GrantFlow>;
  /** Whether WeChat still had the grants that were used, by template and by their age. */
  survival(input: {
    appId: string;
    from: Date;
    to: Date;
  }): Promise<{ survival: GrantSurvival[]; isSampled: boolean }>;
};

/** Reads the grant ledger; the hot path alone writes it. */
export function createGrantRepository({ database }: { database: Database }): GrantRepository {
  return {
    async listByUser({ userId, templateId, limit, cursor }) {
      const before = decodeCursor('grants', cursor, isUuidKey)?.[0];
      const rows = await database.entities((manager) =>
        manager.find(GrantEntity, {
          where: {
            userId,
            ...(templateId === undefined ? {} : { templateId }),
            ...(before === undefined ? {} : { id: LessThan(before) }),
          },
          order: { id: 'DESC' },
          take: limit + 1,
        }),
      );
      return toPage({ rows, limit, list: 'grants', keyOf: (row) => [row.id], show: toGrantRow });
    },
    drift: (input) => readGrantDrift(database, input),
    flow: (input) => readGrantFlow(database, input),
    survival: (input) => readGrantSurvival(database, input),
    askFacts: (userId) => database.query<AskFact>(askFactsStatement, [userId]),
  };
}

export function toGrantRow(record: GrantRecord): GrantRow {
  const { id, templateId, state, isStanding, isDoubtful, evidence } = record;
  const { obtainedAt, pushId, purpose, keptUntil, voidReason, updatedAt } = record;
  return {
    ...{ id, templateId, state, isStanding, isDoubtful, evidence },
    ...{ obtainedAt, pushId, purpose, keptUntil, voidReason, updatedAt },
  };
}

/** A rejection in the pop-up means "not this time" and is no standing one (design 6). */
const askFactsStatement = `
  with available as (
    select template_id, count(*) as count from grants
    where user_id = $1 and state || '' = 'available' group by template_id
  ), parked as (
    select template_id, count(*) as count from pushes
    where user_id = $1 and state || '' = 'parked' group by template_id
  ), newest as (
    select distinct on (template_id) template_id, result from grant_evidence
    where user_id = $1 and (result in ('ban', 'change-reject') or result like 'accept%')
    order by template_id, at desc, received_at desc
  ), asked as (
    select template_id, max(at) as at from grant_evidence
    where user_id = $1 and result <> 'change-reject' group by template_id
  ), refused as (
    -- A pop-up's answer is told by the mini program, by WeChat's event, or by both.
    select template_id, max(count) as count from (
      select e.template_id, e.kind, count(*) as count from grant_evidence e
      where e.user_id = $1 and e.result = 'reject' and not exists (
        select 1 from grant_evidence later
        where later.user_id = e.user_id and later.template_id = e.template_id
          and later.result like 'accept%' and later.at > e.at)
      group by e.template_id, e.kind) by_kind
    group by template_id
  ), templates as (
    select template_id from available union select template_id from parked
    union select template_id from newest union select template_id from asked
  )
  select template_id as "templateId",
    coalesce(available.count, 0) as available,
    coalesce(parked.count, 0) as parked,
    coalesce(newest.result in ('ban', 'change-reject'), false) as "hasStandingReject",
    asked.at as "lastAskedAt",
    coalesce(refused.count, 0) as "refusalsInRow"
  from templates
  left join available using (template_id)
  left join parked using (template_id)
  left join newest using (template_id)
  left join asked using (template_id)
  left join refused using (template_id)
  order by template_id`;
