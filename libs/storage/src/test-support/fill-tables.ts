import type { RunQuery } from '../database/run-query.ts';

type Filling = { query: RunQuery; appId: string; count: number };

/** Of every kind of row in which something waits, `count` of other people each, all of one app and template. */
export async function fillWithOpenRows({ query, appId, count }: Filling): Promise<void> {
  await query(
    `insert into users (id, app_id, openid, phone_hash, unionid, busy_push_id, busy_until)
     select new_uuid_v7(), $1, 'o-crowd-' || gen_random_uuid(), uuid_send(gen_random_uuid()), gen_random_uuid()::text,
       gen_random_uuid(), now() + interval '1 hour'
     from generate_series(1, $2)`,
    [appId, count],
  );
  for (const { state, extra } of openPushes)
    await query(insertPushes(state, extra), [appId, count]);
  for (const state of ['available', 'kept', 'reserved'])
    await query(
      `insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at, purpose, kept_until, push_id)
       select new_uuid_v7(), $1, u.id, 'tpl-1', $3, 'reported', now(),
         case when $3 = 'kept' then 'p-crowd' end, case when $3 = 'kept' then now() + interval '1 day' end,
         case when $3 = 'reserved' then gen_random_uuid() end
       from users u where u.app_id = $1 and u.openid like 'o-crowd-%' limit $2`,
      [appId, count, state],
    );
  for (const outcome of [null, 'accepted', 'unconfirmed'])
    await query(
      `insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, started_at, outcome)
       select new_uuid_v7(), gen_random_uuid(), $1, gen_random_uuid(), 'tpl-1', 1, 0, now(), $3 from generate_series(1, $2)`,
      [appId, count, outcome],
    );
  // Somebody else sends as well: events that nobody's attempt will claim.
  await query(
    `insert into sent_event_items (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at)
     select new_uuid_v7(), gen_random_uuid(), $1, 'o-crowd-' || gen_random_uuid(), 'tpl-1', gen_random_uuid()::text, '0', 'success', now()
     from generate_series(1, $2)`,
    [appId, count],
  );
}

/** What these users have behind them: `count` sent pushes each, with their spent grants, attempts and reports. */
export async function fillWithHistory(
  filling: Filling & { userIds: readonly string[] },
): Promise<void> {
  const { query, appId, count, userIds } = filling;
  await query(
    `with past as (
       select new_uuid_v7() as push_id, new_uuid_v7() as grant_id, new_uuid_v7() as attempt_id, new_uuid_v7() as item_id,
         u.id as user_id, u.openid, now() - n * interval '1 minute' - interval '1 day' as at, gen_random_uuid()::text as msgid
       from users u, generate_series(1, $2) n where u.id = any ($3::uuid[])
     ), sent as (
       insert into pushes (id, app_id, template_id, caller_id, user_id, data, lang, miniprogram_state, on_no_grant, on_unconfirmed,
         ttl_seconds, state, delivery, attempts, grant_id, attempt_id, due_at, expires_at, sent_at, ended_at, created_at)
       select push_id, $1, 'tpl-1', '00000000-0000-7000-8000-000000000001', user_id, '{}', 'zh_CN', 'formal', 'park', 'reconcile',
         604800, 'sent', 'confirmed', 1, grant_id, attempt_id, at, at + interval '7 days', at, at, at
       from past
     ), spent as (
       insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at, push_id)
       select grant_id, $1, user_id, 'tpl-1', 'spent', 'reported', at, push_id from past
     ), tried as (
       insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, started_at, finished_at, outcome, msgid, grant_id)
       select attempt_id, push_id, $1, user_id, 'tpl-1', 1, 0, at, at, 'accepted', msgid, grant_id from past
     )
     insert into sent_event_items (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at, received_at, attempt_id)
     select item_id, gen_random_uuid(), $1, openid, 'tpl-1', msgid, '0', 'success', at, at, attempt_id from past`,
    [appId, count, userIds],
  );
}

const openPushes: { state: string; extra: Record<string, string> }[] = [
  { state: 'scheduled', extra: {} },
  { state: 'scheduled', extra: { held_under: '1' } },
  { state: 'parked', extra: { parked_at: 'now()' } },
  { state: 'parked', extra: { user_id: 'null', to_phone_hash: 'uuid_send(gen_random_uuid())' } },
  { state: 'parked', extra: { user_id: 'null', to_unionid: 'gen_random_uuid()::text' } },
  { state: 'parked', extra: { choices: `'[{"templateId": "tpl-1", "data": {}}]'` } },
  { state: 'queued', extra: {} },
  { state: 'retrying', extra: {} },
  { state: 'sending', extra: { lease_until: `now() + interval '1 hour'` } },
  { state: 'unconfirmed', extra: { had_unconfirmed: 'true' } },
  {
    state: 'dead',
    extra: { reason: `'{"code": "template-refused", "message": ""}'`, ended_at: 'now()' },
  },
];

function insertPushes(state: string, extra: Record<string, string>): string {
  const all: Record<string, string> = {
    id: 'new_uuid_v7()',
    app_id: '$1',
    template_id: `'tpl-1'`,
    caller_id: `'00000000-0000-7000-8000-000000000001'`,
    user_id: 'gen_random_uuid()',
    data: `'{}'`,
    lang: `'zh_CN'`,
    miniprogram_state: `'formal'`,
    on_no_grant: `'park'`,
    on_unconfirmed: `'reconcile'`,
    ttl_seconds: '604800',
    state: `'${state}'`,
    due_at: `now() + interval '1 hour'`,
    expires_at: `now() + interval '7 days'`,
    dedupe_key: 'gen_random_uuid()::text',
    dedupe_until: `now() + interval '1 day'`,
    replaces: 'gen_random_uuid()::text',
    ...extra,
  };
  return `insert into pushes (${Object.keys(all).join(', ')}) select ${Object.values(all).join(', ')} from generate_series(1, $2)`;
}
