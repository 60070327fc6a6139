import { decideNext, type Decision, type Outcome } from '@yuexin/domain';
import { v7 as uuidv7 } from 'uuid';
import { createHotPath } from '../hot-path/create-hot-path.ts';
import type {
  AcceptResult,
  ClaimedPush,
  ClaimResult,
  GrantReport,
  GrantReportResult,
  HotPath,
  NewPush,
  Settlement,
  SettleResult,
} from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import type { Sweeps } from '../sweeps.ts';
import { createSweeps } from '../sweeps/create-sweeps.ts';
import { openTestCore, type TestCore } from './open-test-core.ts';

export type StoredPush = {
  state: string;
  reason: { code: string } | null;
  cycle: number;
  grant_id: string | null;
  delivery: string | null;
  had_unconfirmed: boolean;
  retries: number;
  attempts: number;
  user_id: string | null;
  created_at: Date;
  parked_at: Date | null;
  due_at: Date;
};

/** One app with a template of each kind: what a test of the ledger starts from. */
export type TestApp = {
  appId: string;
  templateId: string;
  longTermId: string;
  newUser(): Promise<string>;
  newPush(userId: string | null, change?: Partial<NewPush>): NewPush;
  /** Accepts one push; answers its id. */
  push(userId: string, change?: Partial<NewPush>): Promise<string>;
  give(
    userId: string,
    count?: number,
    change?: { grantedAt?: Date; templateId?: string; purpose?: string },
  ): Promise<void>;
  /** The mini program reports an accept. */
  report(userId: string, result?: string, purpose?: string): Promise<{ released: string[] }>;
  /** WeChat posts an event about this user; it is stored, not applied. */
  storeEvent(
    userId: string,
    event: { type: string; items: object[]; createdAt?: Date },
  ): Promise<string>;
};

export type TestLedger = TestCore & {
  hotPath: HotPath;
  sweeps: Sweeps;
  newApp(change?: { grantSource?: string }): Promise<TestApp>;
  claim(pushId: string, cycle?: number): Promise<ClaimResult>;
  /** Claims and insists. */
  take(pushId: string, cycle?: number): Promise<ClaimedPush>;
  settle(push: ClaimedPush, outcome: Outcome, change?: Partial<Decision>): Promise<SettleResult>;
  read(pushId: string): Promise<StoredPush>;
  /** State of every grant of a user, oldest first. */
  grants(userId: string): Promise<string[]>;
  transitions(pushId: string): Promise<string[]>;
  query: StorageCore['database']['query'];
};

export const accepted = (msgid: string | null = uuidv7()): Outcome => ({ kind: 'accepted', msgid });
export const refused = (errcode: number): Outcome => ({
  kind: 'refused',
  errcode,
  errmsg: `refused with ${errcode}`,
  rid: 'rid-1',
});
export const unconfirmed: Outcome = {
  kind: 'unconfirmed',
  cause: 'timeout: 10000 ms',
  httpStatus: null,
};
export const notSent: Outcome = { kind: 'not-sent', cause: 'connect: ECONNREFUSED' };

/** One report; rejects when it was not recorded. */
export async function recordReport(
  hotPath: Pick<HotPath, 'recordGrantReports'>,
  report: GrantReport,
): Promise<GrantReportResult> {
  const [result] = await hotPath.recordGrantReports([report]);
  if (result === undefined || result instanceof Error) throw result ?? new Error('No answer.');
  return result;
}

/** A settlement as the worker makes it. */
export function settlementOf(
  push: ClaimedPush,
  outcome: Outcome,
  change: Partial<Decision> = {},
): Settlement {
  const finishedAt = new Date();
  const decision = decideNext({ push, outcome, now: finishedAt, random: () => 0 });
  return {
    pushId: push.pushId,
    attemptId: push.attemptId,
    attemptNumber: push.attemptNumber,
    outcome,
    errmsg: outcome.kind === 'refused' ? outcome.errmsg : null,
    httpStatus: 200,
    durationMs: 12,
    finishedAt,
    tokenGeneration: 1,
    decision: { ...decision, ...change },
  };
}

/** A migrated database of this test file's own with the hot path and the sweeps on it. Call at top level. */
export async function openTestLedger(options: { poolMax?: number } = {}): Promise<TestLedger> {
  const test = await openTestCore(options);
  const hotPath = createHotPath(test.core);
  const query = test.core.database.query;
  const claim: TestLedger['claim'] = async (pushId, cycle = 0) => {
    const requests = [{ pushId, cycle, attemptId: uuidv7() }];
    const [result] = await hotPath.claimPushes({ requests, workerId: 'worker-1', leaseMs: 15_000 });
    return result!;
  };
  return {
    ...test,
    hotPath,
    sweeps: createSweeps(test.core),
    query,
    claim,
    newApp: (change = {}) => createApp({ core: test.core, hotPath, ...change }),
    take: async (pushId, cycle) => {
      const result = await claim(pushId, cycle);
      if (result.kind !== 'claimed') throw new Error(`Not claimed: ${JSON.stringify(result)}`);
      return result.push;
    },
    settle: (push, outcome, change) =>
      hotPath.settleAttempts([settlementOf(push, outcome, change)]),
    read: async (pushId) => {
      const [row] = await query<StoredPush>('select * from pushes where id = $1', [pushId]);
      return row!;
    },
    grants: async (userId) => {
      const rows = await query<{ state: string }>(
        'select state from grants where user_id = $1 order by obtained_at, id',
        [userId],
      );
      return rows.map((row) => row.state);
    },
    transitions: async (pushId) => {
      const rows = await query<{ step: string }>(
        `select from_state || ' -> ' || to_state || ' by ' || actor as step
         from push_transitions where push_id = $1 order by at, id`,
        [pushId],
      );
      return rows.map((row) => row.step);
    },
  };
}

async function createApp(input: {
  core: StorageCore;
  hotPath: HotPath;
  grantSource?: string;
}): Promise<TestApp> {
  const { core, hotPath } = input;
  const { query } = core.database;
  const appId = `wx-${uuidv7()}`;
  await query(
    'insert into apps (app_id, name, secret_cipher, grant_source) values ($1, $1, $2, $3)',
    [appId, Buffer.alloc(1), input.grantSource ?? 'either'],
  );
  await query(
    `insert into templates (app_id, template_id, title, kind, content, keywords)
     values ($1, 'tpl-1', 'Goods', 'one-time', '', '[]'), ($1, 'tpl-long', 'Notice', 'long-term', '', '[]')`,
    [appId],
  );
  const openidOf = async (userId: string): Promise<string> => {
    const [row] = await query<{ openid: string }>('select openid from users where id = $1', [
      userId,
    ]);
    return row!.openid;
  };
  const newPush: TestApp['newPush'] = (userId, change = {}) => ({
    id: uuidv7(),
    appId,
    templateId: 'tpl-1',
    callerId: '00000000-0000-7000-8000-000000000001',
    userId,
    toPhone: null,
    toUnionid: null,
    data: { thing1: { value: '【广州】-->【上海】' } },
    page: null,
    lang: 'zh_CN',
    miniprogramState: 'formal',
    priority: 'normal',
    onNoGrant: 'park',
    onUnconfirmed: 'reconcile',
    bizId: null,
    metadata: null,
    ttlSeconds: 604_800,
    sendAt: null,
    expiresAt: new Date(Date.now() + 604_800_000),
    idempotency: null,
    ...change,
  });
  return {
    appId,
    templateId: 'tpl-1',
    longTermId: 'tpl-long',
    newPush,
    newUser: async () => {
      const id = uuidv7();
      await query('insert into users (id, app_id, openid) values ($1, $2, $3)', [
        id,
        appId,
        `o-${id}`,
      ]);
      return id;
    },
    push: async (userId, change) => {
      const push = newPush(userId, change);
      const { results } = await hotPath.acceptPushes([push]);
      if (results[0]?.kind !== 'created') throw new Error(`Not stored: ${describe(results[0])}`);
      return push.id;
    },
    give: async (userId, count = 1, { grantedAt, templateId = 'tpl-1', purpose } = {}) => {
      const openid = await openidOf(userId);
      const grant = { openid, templateId, count, grantedAt: grantedAt ?? null };
      const grants = [{ ...grant, purpose: purpose ?? null }];
      await hotPath.importGrants({ appId, grants });
    },
    report: (userId, result = 'accept', purpose) =>
      recordReport(hotPath, {
        appId,
        userId,
        requestId: uuidv7(),
        page: null,
        askedAt: null,
        results: { 'tpl-1': result as 'accept' },
        purpose: purpose ?? null,
      }),
    storeEvent: async (userId, { type, items, createdAt = new Date() }) => {
      const id = uuidv7();
      await query(
        `insert into events (id, app_id, dedupe_hash, type, openid, created_at, payload)
         values ($1, $2, $3, $4, $5, date_trunc('second', $6::timestamptz), $7)`,
        [id, appId, Buffer.from(id), type, await openidOf(userId), createdAt, { items }],
      );
      return id;
    },
  };
}

const describe = (result: AcceptResult | undefined): string => JSON.stringify(result ?? null);
