import type pg from 'pg';
import { TAG_KEYWORD } from '../plan/chaos-apps.ts';
import type { AuditFacts, GrantFact, PushFact } from './audit-facts.ts';

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const key = `u.app_id || ' ' || u.openid`;

const pushes = `
  select p.id, p.data -> $1 ->> 'value' as tag, ${key} || ' ' || p.template_id as key, p.state,
    p.reason ->> 'code' as reason, p.on_unconfirmed as "onUnconfirmed", p.grant_id as "grantId",
    ${ms('p.due_at')} as "dueAt", ${ms('p.lease_until')} as "leaseUntil", ${ms('p.expires_at')} as "expiresAt",
    p.delivery is null and exists (
      select 1 from push_transitions e where e.push_id = p.id and e.to_state = 'dead' and e.evidence = 'expiry') as "isUnknown",
    (a.pause_kind is not null and coalesce(a.paused_until > now(), true))
      or coalesce(t.state = 'paused', false) as "isPaused"
  from pushes p
  join users u on u.id = p.user_id
  join apps a on a.app_id = p.app_id
  left join templates t on t.app_id = p.app_id and t.template_id = p.template_id`;

const grants = `
  select g.id, ${key} || ' ' || g.template_id as key, g.state, g.push_id as "pushId", g.is_standing as "isStanding"
  from grants g join users u on u.id = g.user_id`;

const slots = `
  select openid, busy_push_id as "pushId", ${ms('busy_until')} as until
  from users where busy_push_id is not null`;

/** Our side of the audit, in one snapshot. */
export async function readDatabaseFacts(
  client: pg.Client,
): Promise<Pick<AuditFacts, 'pushes' | 'grants' | 'slots'>> {
  await client.query('begin isolation level repeatable read read only');
  try {
    return {
      pushes: (await client.query<PushFact>(pushes, [TAG_KEYWORD])).rows,
      grants: (await client.query<GrantFact>(grants)).rows,
      slots: (await client.query<AuditFacts['slots'][number]>(slots)).rows,
    };
  } finally {
    await client.query('commit');
  }
}
