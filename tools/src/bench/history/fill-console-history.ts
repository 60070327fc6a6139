import { numbers } from './bench-ids.ts';

/** What every statement here is given, whether it asks for it or not. */
export const given = `
  with given as (select $1::text as app_id, $2::text as template_id, $3::bigint as first, $4::bigint as last, $5::bigint as pushes,
    $6::bigint as users, $7::timestamptz as until)`;

/**
 * Statements that fill what the console's pages read; each takes $1 app, $2 template, $3 first and $4 last number, $5 pushes in
 * all, $6 users, $7 until when, and follows `given`. Of 100 pushes 10 are dead, 3 parked, 3 expired, 1 cancelled, 1 queued, 1 scheduled or retrying;
 * of 400 one is unconfirmed; the others are sent. All states are spread over all the time and all users.
 */
const past = `
  select n, at, user_id,
    case
      when n % 100 < 10 then 'dead'
      when n % 100 < 13 then 'parked'
      when n % 100 < 16 then 'expired'
      when n % 100 = 16 then 'cancelled'
      when n % 100 = 17 then 'queued'
      when n % 200 = 18 then 'scheduled'
      when n % 200 = 118 then 'retrying'
      when n % 400 = 19 then 'unconfirmed'
      else 'sent'
    end as state,
    (array[
      '{"code": "template-data-invalid", "errcode": 47003, "message": "Keyword thing1: the data does not fit the template."}',
      '{"code": "no-grant", "errcode": 43101, "message": "The user has not allowed it, or the permission is used up."}',
      '{"code": "unconfirmed", "message": "The answer did not arrive: WeChat may or may not have sent the message."}',
      '{"code": "template-data-invalid", "errcode": 47003, "message": "The data does not fit the template."}',
      '{"code": "retries-exhausted", "errcode": -1, "message": "WeChat was busy each time."}'
    ])[1 + n / 100 % 5]::jsonb as cause
  from (${numbers}) numbered`;

const pushes = `
  insert into pushes (id, app_id, template_id, caller_id, user_id, data, page, lang, miniprogram_state, on_no_grant,
    on_unconfirmed, biz_id, ttl_seconds, state, reason, delivery, attempts, grant_id, attempt_id, due_at, expires_at, parked_at,
    sent_at, confirmed_at, ended_at, created_at, updated_at)
  select bench_id(2, n, at), $1, $2, '00000000-0000-7000-8000-000000000001', user_id,
    '{"thing1": {"value": "【广州】-->【上海】"}, "thing2": {"value": "钢材 32 吨"}}', 'pages/goods/detail?id=42', 'zh_CN', 'formal',
    'park', case when n % 3 = 0 then 'hold' else 'reconcile' end, 'goods-' || n, 604800, state,
    case
      when state = 'dead' then cause
      when state = 'unconfirmed' then '{"code": "unconfirmed", "message": "The answer did not arrive (timeout)."}'
      when state = 'parked' then '{"code": "no-grant", "message": "The user has no grant for this template."}'
      when state = 'expired' then '{"code": "expired", "message": "It was not sent in time."}'
      when state = 'cancelled' then '{"code": "cancelled", "message": "Its caller took it back."}'
      when state = 'retrying' then '{"code": "not-sent", "message": "The request never reached WeChat (ECONNREFUSED)."}'
    end,
    case when state = 'sent' then 'confirmed' end,
    case when state in ('dead', 'sent', 'unconfirmed', 'retrying') then 1 else 0 end,
    case when state in ('sent', 'unconfirmed') then bench_id(3, n, at) end,
    case when state in ('dead', 'sent', 'unconfirmed', 'retrying') then bench_id(4, n, at) end,
    at, case when state in ('dead', 'sent', 'expired', 'cancelled') then at else $7::timestamptz end + interval '7 days',
    case when state = 'parked' then at end, case when state = 'sent' then at + interval '1 second' end,
    case when state = 'sent' then at + interval '2 seconds' end,
    case when state in ('dead', 'sent', 'expired', 'cancelled') then at + interval '1 second' end,
    at, at + interval '2 seconds'
  from (${past}) past`;

const grants = `
  insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at, push_id, created_at, updated_at)
  select bench_id(3, n, at), $1, user_id, $2,
    case state when 'sent' then 'spent' when 'unconfirmed' then 'reserved' when 'queued' then 'available' else 'void' end,
    (array['reported', 'witnessed', 'both'])[1 + n % 3], at - interval '1 hour',
    case when state in ('sent', 'unconfirmed') then bench_id(2, n, at) end, at, at
  from (${past}) past
  where state in ('sent', 'unconfirmed', 'queued', 'expired')`;

const attempts = `
  insert into attempts (id, push_id, app_id, user_id, template_id, number, cycle, grant_id, token_generation, started_at,
    finished_at, duration_ms, outcome, errcode, errmsg, rid, msgid, http_status, cause)
  select bench_id(4, n, at), bench_id(2, n, at), $1, user_id, $2, 1, 0, bench_id(3, n, at), 1, at, at + interval '90 ms', 90,
    case when state = 'sent' then 'accepted' when state = 'retrying' then 'not-sent' when state = 'unconfirmed'
      or cause ->> 'code' = 'unconfirmed' then 'unconfirmed' else 'refused' end,
    case when state = 'sent' then 0 when state = 'dead' then (cause ->> 'errcode')::integer end,
    case when state = 'sent' then 'ok' when state = 'dead' then cause ->> 'message' end,
    case when state in ('sent', 'dead') then 'rid-' || n end,
    case when state = 'sent' then (3000000000000000000 + n)::text end,
    case when state in ('sent', 'dead') then 200 end, case when state in ('unconfirmed', 'retrying') then 'timeout' end
  from (${past}) past
  where state in ('dead', 'sent', 'unconfirmed', 'retrying')`;

const transitions = `
  insert into push_transitions (id, push_id, at, from_state, to_state, reason, actor)
  select bench_id(5, n, at), bench_id(2, n, at), at + interval '1 second', 'sending', state, cause, 'worker'
  from (${past}) past
  where state in ('dead', 'parked', 'expired', 'cancelled', 'retrying', 'unconfirmed')`;

const evidence = `
  insert into grant_evidence (id, app_id, user_id, template_id, kind, result, at, received_at, page, grant_id)
  select bench_id(6, n, at), $1, user_id, $2, case when n % 2 = 0 then 'reported' else 'witnessed' end,
    case when n % 7 = 0 then 'reject' else 'accept' end, at - interval '1 hour', at - interval '1 hour', 'pages/goods/list',
    case when n % 7 <> 0 then bench_id(3, n, at) end
  from (${past}) past`;

const events = `
  insert into sent_event_items (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at, received_at,
    attempt_id)
  select bench_id(7, n, at), bench_id(7, n, at), $1, 'o-past-' || n % $6::bigint, $2, (3000000000000000000 + n)::text, '0',
    'success', at + interval '2 seconds', at + interval '2 seconds', bench_id(4, n, at)
  from (${past}) past
  where state = 'sent'`;

const callbacks = `
  insert into callbacks (id, endpoint_id, push_id, app_id, type, sequence, at, snapshot, state, attempts, next_at, ended_at)
  select bench_id(8, n, at), bench_id(9, n % 5, $7), bench_id(2, n, at), $1, 'push.' || state, 1, at,
    jsonb_build_object('state', state, 'reason', cause, 'delivery', null, 'attempts', 1, 'cycle', 0, 'expiresAt', at,
      'updatedAt', at, 'sentAt', null, 'confirmedAt', null, 'lastAttempt', null), case when n % 50 = 1 then 'failed' else 'delivered' end, 1, at, at
  from (${past}) past
  where state in ('sent', 'dead') and n % 5 < 2`;

/** In slices, whose places are all counted from the same instant. */
export const fillSlice = [
  ...[pushes, grants, attempts, transitions, evidence, events, callbacks],
] as const;

const users = `
  insert into users (id, app_id, openid, last_login_at, created_at)
  select bench_id(1, n, $7::timestamptz - interval '90 days'), $1, 'o-past-' || n, $7::timestamptz,
    $7::timestamptz - interval '90 days'
  from generate_series(0, $6::bigint - 1) n`;

const logins = `
  insert into logins (id, app_id, user_id, has_bound_phone, logged_in_at)
  select new_uuid_v7(), app_id, id, true, $7::timestamptz - k * interval '3 days' from users, generate_series(1, 5) k
  where app_id = $1`;

/** Of the last eight days, a busy hour in each. */
const minutes = `
  select date_trunc('minute', $7::timestamptz) - n * interval '1 minute' as minute, n, 40 + n % 60 as busy
  from generate_series(0, 11520) n`;

const pushMinutes = `
  insert into push_minutes (minute, app_id, accepted, sent, refused, not_sent, unconfirmed, parked, dead, expired, cancelled,
    errcodes, latency, causes)
  select minute, app_id, busy + 4, busy, 6, 1, 1, 3, 2, 1, 1, '{"47003": 3, "43101": 2, "-1": 1}',
    jsonb_build_object('5', busy / 2, '6', busy / 3, '8', busy / 10),
    '{"parked no-grant": 3, "dead template-data-invalid 47003": 1, "dead no-grant 43101": 1, "expired expired": 1,
      "cancelled cancelled": 1}'
  from (${minutes}) m join apps on apps.app_id = $1 or n % 10 = 0
  on conflict do nothing`;

const grantMinutes = `
  insert into grant_minutes (app_id, minute, template_id, obtained, spent, voided, life, asks)
  select $1, minute, t.template_id, busy / 2, busy / 2, 1, jsonb_build_object('60', busy / 20, '3600', busy / 5, '86400', busy / 6),
    jsonb_build_object('pages/goods/list accept', busy / 3, 'pages/goods/list reject', busy / 9,
      'pages/goods/detail accept', busy / 6, 'pages/goods/detail reject', busy / 7, 'pages/mine/index ban', n % 2)
  from (${minutes}) m cross join (select template_id from templates where app_id = $1 order by template_id limit 5) t
  on conflict do nothing`;

const templates = `
  insert into templates (app_id, template_id, title, kind, content, example, keywords)
  select app_id, 'bench-template-' || n, title || n, kind, content, example, keywords
  from templates, generate_series(1, 29) n where app_id = $1 and template_id = $2`;

const templateChanges = `
  insert into template_changes (id, at, app_id, template_id, kind, title, change)
  select new_uuid_v7(), $7::timestamptz - n * interval '1 hour', $1, $2, 'changed', '货源提醒', '{}' from generate_series(1, 500) n`;

const drift = `
  insert into grant_drift (app_id, template_id, at, user_id, push_id, voided)
  select $1, 'bench-template-' || n % 29 + 1, $7::timestamptz - n * interval '1 minute', new_uuid_v7(), new_uuid_v7(), 1
  from generate_series(1, 40000) n`;

const audit = `
  insert into audit (id, at, actor, action, target, app_id, before, after, reason, request_id)
  select bench_id(10, n, $7::timestamptz - (50000 - n) * interval '1 minute'),
    $7::timestamptz - (50000 - n) * interval '1 minute', 'key:bootstrap', (array['push.cancel', 'app.pause', 'push.verdict'])[1 + n % 3],
    'app:' || $1, $1, '{"state": "queued"}', '{"state": "cancelled"}', 'why', 'req-' || n
  from generate_series(1, 50000) n`;

const alarms = `
  insert into alarms (app_id, code, message, count, first_at)
  select $1, 'errcode-' || n, 'Something to look at.', n, $7::timestamptz - n * interval '1 hour' from generate_series(1, 200) n`;

const quota = `
  insert into quota_history (app_id, cgi_path, read_at, daily_limit, used, remain)
  select $1, '/cgi-bin/message/subscribe/send', $7::timestamptz - n * interval '5 minutes', 3000000, 300000 - n, 2700000 + n
  from generate_series(1, 288) n`;

const endpoints = `
  insert into webhook_endpoints (id, caller_id, url, events)
  select bench_id(9, n, $7::timestamptz), '00000000-0000-7000-8000-000000000001', 'https://example.com/told/' || n,
    array['push.sent', 'push.dead']
  from generate_series(0, 4) n`;

const replays = `
  insert into replays (id, state, caller_id, actor, app_ids, filter, allows_duplicates, preview_expires_at, total, replayed,
    preview, started_at, finished_at)
  select new_uuid_v7(), 'done', new_uuid_v7(), 'key:bootstrap', array[$1], '{"errcode": 47003}', false, $7::timestamptz, 50, 50,
    '{"matched": 50, "wouldSend": 50}', $7::timestamptz, $7::timestamptz
  from generate_series(1, 100) n`;

const audience = `
  insert into audiences (id, app_id, template_id, caller_id, actor, source, push, parks_unknown, template_mark, rate_per_second,
    starts_by_itself, state, total, accepted)
  select bench_id(11, n, $7::timestamptz), $1, $2, '00000000-0000-7000-8000-000000000001', 'key:bootstrap', 'upload',
    (select jsonb_build_object('templateId', $2::text, 'data', data, 'page', page, 'lang', lang, 'miniprogramState', miniprogram_state, 'priority', 10,
      'onNoGrant', on_no_grant, 'onUnconfirmed', on_unconfirmed, 'ttlSeconds', ttl_seconds) from pushes limit 1),
    false, '', 20, false, 'done', 10000, 10000
  from generate_series(1, 20) n`;

const recipients = `
  insert into audience_recipients (audience_id, line, state, user_id, push_id)
  select bench_id(11, 1, $7::timestamptz), n, 'accepted', p.user_id, p.id
  from (select id, user_id, row_number() over (order by id desc) as n from pushes where app_id = $1 order by id desc limit 10000) p`;

/** Before the slices: what they refer to. */
export const fillBefore = [templates, users, endpoints] as const;
/** After them. Everything that the pages read beside pushes and grants. */
export const fillAfter = [
  ...[
    logins,
    pushMinutes,
    grantMinutes,
    templateChanges,
    drift,
    audit,
    alarms,
    quota,
    replays,
    audience,
  ],
  recipients,
] as const;
