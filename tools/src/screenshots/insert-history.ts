import pg from 'pg';

/** Minutes of the day before, as the sweep would have counted them: busy by day, quiet by night, with a bad hour. */
export async function insertHistory(
  databaseUrl: string,
  of: { appId: string; templateIds: readonly string[] },
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(pushHistory, [of.appId]);
    await client.query(grantHistory, [of.appId, of.templateIds]);
  } finally {
    await client.end();
  }
}

const minutes = `
  select date_trunc('minute', now()) - n * interval '1 minute' as minute, n,
    greatest(2, (60 + 45 * sin((n - 200) / 230.0) + 12 * sin(n / 7.0))::integer) as busy,
    n between 180 and 240 as is_bad
  from generate_series(4, 1500) as n`;

const pushHistory = `
  insert into push_minutes (minute, app_id, accepted, sent, refused, not_sent, unconfirmed, parked,
    dead, expired, cancelled, errcodes, latency, causes)
  select minute, $1, busy + 4, busy, case when is_bad then 6 else 1 end, 0, n % 90 / 89, n % 3,
    n % 40 / 39, n % 60 / 59, 0,
    case when is_bad then '{"45009": 5, "47003": 1}' else
      jsonb_build_object(case when n % 4 = 0 then '47003' else '43101' end, 1) end,
    jsonb_build_object('5', busy / 2, '6', busy / 3, '8', busy / 10 + 1),
    jsonb_strip_nulls(jsonb_build_object('parked no-grant', nullif(n % 3, 0),
      'dead template-data-invalid 47003', nullif(n % 40 / 39, 0),
      'expired expired', nullif(n % 60 / 59, 0)))
  from (${minutes}) m
  on conflict do nothing`;

const grantHistory = `
  insert into grant_minutes (app_id, minute, template_id, obtained, spent, voided, life, asks)
  select $1, minute, template_id, busy / 2 + 3, busy / 2, n % 50 / 49,
    jsonb_build_object('60', busy / 20, '3600', busy / 5, '86400', busy / 6, '604800', busy / 12 + 1),
    jsonb_build_object('pages/goods/list accept', busy / 3 + 2, 'pages/goods/list reject', busy / 9,
      'pages/goods/detail accept', busy / 6 + 1, 'pages/goods/detail reject', busy / 7,
      'pages/mine/index accept', n % 3, 'pages/mine/index reject', n % 4, 'pages/mine/index ban', n % 30 / 29)
  from (${minutes}) m cross join unnest($2::text[]) as template_id
  on conflict do nothing`;
