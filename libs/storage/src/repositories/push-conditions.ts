import type { PushState } from '@yuexin/domain';
import type { PhoneIndex } from '../crypto/phone-index.ts';

/** All given conditions hold together; a list holds for any of its members. `from` is included, `to` is not. */
export type PushFilter = {
  appIds?: readonly string[];
  callerId?: string;
  states?: readonly PushState[];
  templateId?: string;
  openid?: string;
  /** E.164: pushes addressed to it, or to a user it is bound to now. */
  phone?: string;
  bizId?: string;
  /** The code of the reason it is where it is. */
  reason?: string;
  /** Of any attempt; beside `reason`, the reason's own. Null: the reason has none. */
  errcode?: number | null;
  rid?: string;
  from?: Date;
  to?: Date;
};

/** A `where` clause over `pushes p` with its values. */
export type PushConditions = { where: string; values: unknown[] };

type Condition = (add: (value: unknown) => string) => string;

/** An id is made before its row: by another clock, and up to this much earlier or later. */
const idSlackMs = 600_000;

/** Turns a filter, the id to continue after and the id to stop at into SQL. */
export async function buildPushConditions(
  { filter, before, until }: { filter: PushFilter; before?: string; until?: string },
  phoneIndex: PhoneIndex,
): Promise<PushConditions> {
  const phoneHash = filter.phone === undefined ? null : await phoneIndex.hash(filter.phone);
  return write([
    ...plainConditions(filter),
    ...recipientConditions(filter, phoneHash),
    ...attemptConditions(filter),
    ...timeConditions(filter),
    when(before, (id, put) => `p.id < ${put(id)}`),
    when(until, (id, put) => `p.id >= ${put(id)}`),
  ]);
}

/** The part of a filter that an index has in the order of ids: what a page walks. */
export function buildScope({
  filter: { appIds, states, from, to },
  before,
}: {
  filter: PushFilter;
  before?: string;
}): PushConditions {
  const app = appIds?.length === 1 ? appIds[0] : undefined;
  const isDead = app !== undefined && states?.length === 1 && states[0] === 'dead';
  return write([
    when(app, (id, put) => `p.app_id = ${put(id)}`),
    isDead ? () => `p.state = 'dead'` : null,
    when(from, (at, put) => `p.id >= ${put(idFloor(at))}`),
    when(to, (at, put) => `p.id < ${put(idCeiling(at))}`),
    when(before, (id, put) => `p.id < ${put(id)}`),
  ]);
}

function write(parts: readonly (Condition | null)[]): PushConditions {
  const values: unknown[] = [];
  const add = (value: unknown) => `$${values.push(value)}`;
  const written = parts.flatMap((part) => (part === null ? [] : [part(add)]));
  return { where: written.length === 0 ? 'true' : written.join(' and '), values };
}

function when<T>(
  value: T | undefined,
  write: (value: T, put: (value: unknown) => string) => string,
): Condition | null {
  return value === undefined ? null : (put) => write(value, put);
}

function plainConditions(filter: PushFilter): (Condition | null)[] {
  return [
    when(filter.appIds, (appIds, put) =>
      appIds.length === 1 ? `p.app_id = ${put(appIds[0])}` : `p.app_id = any(${put(appIds)})`,
    ),
    when(filter.callerId, (id, put) => `p.caller_id = ${put(id)}`),
    // Written out where one is asked for: the indexes of dead pushes serve no parameter.
    when(filter.states, (states, put) =>
      states.length === 1 && states[0] === 'dead'
        ? `p.state = 'dead'`
        : `p.state = any(${put(states)})`,
    ),
    when(filter.templateId, (id, put) => `p.template_id = ${put(id)}`),
    when(filter.bizId, (id, put) => `p.biz_id = ${put(id)}`),
    when(filter.reason, (code, put) => `p.reason ->> 'code' = ${put(code)}`),
  ];
}

/** Phones are looked up through apps so that the (app, phone) indexes serve. */
function recipientConditions(filter: PushFilter, phoneHash: Buffer | null): (Condition | null)[] {
  return [
    when(
      filter.openid,
      (openid, put) => `p.user_id in (select id from users where openid = ${put(openid)})`,
    ),
    when(phoneHash ?? undefined, (hash, put) => {
      const given = put(hash);
      return `p.id in (
        select pushes.id from apps join pushes using (app_id) where to_phone_hash = ${given}
        union all
        select pushes.id from apps join users using (app_id) join pushes on pushes.user_id = users.id
        where users.phone_hash = ${given})`;
    }),
  ];
}

function attemptConditions(filter: PushFilter): (Condition | null)[] {
  return [
    when(filter.errcode, (errcode, put) => {
      if (errcode === null) return `p.reason is not null and p.reason ->> 'errcode' is null`;
      const given = put(errcode);
      return filter.reason === undefined
        ? `exists (select 1 from attempts where push_id = p.id and errcode = ${given})`
        : `(p.reason ->> 'errcode')::integer = ${given}`;
    }),
    when(
      filter.rid,
      (rid, put) => `p.id in (select push_id from attempts where rid = ${put(rid)})`,
    ),
  ];
}

/** Ids grow with time: the bounds on them let the index skip what is far from the window. */
function timeConditions(filter: PushFilter): (Condition | null)[] {
  return [
    when(
      filter.from,
      (from, put) => `p.created_at >= ${put(from)} and p.id >= ${put(idFloor(from))}`,
    ),
    when(filter.to, (to, put) => `p.created_at < ${put(to)} and p.id < ${put(idCeiling(to))}`),
  ];
}

const idFloor = (at: Date): string => smallestIdAt(at.getTime() - idSlackMs);
const idCeiling = (at: Date): string => smallestIdAt(at.getTime() + idSlackMs);

/** The smallest UUIDv7 of an instant. */
function smallestIdAt(epochMs: number): string {
  const hex = Math.max(0, epochMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
