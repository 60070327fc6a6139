import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { CaseStage } from '../bench-case.ts';
import { seedHistory } from '../history/seed-history.ts';
import { benchTemplate } from '../upstream/bench-template.ts';
import { acceptPushes, pushOf } from '../yuexin/accept-pushes.ts';
import { createPoster } from '../yuexin/create-poster.ts';
import { logInUsers } from '../yuexin/log-in-users.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';
import { seedGrants, seedUsers } from '../yuexin/seed-ledger.ts';
import { waitUntilSettled } from '../yuexin/wait-until-settled.ts';
import { groupPlans, readPlans, type PlanGroup } from './read-plans.ts';

const USERS = 400;
const LIMIT_MS = 120_000;
const NEW_CONNECTIONS_MS = 1_500;

const explainSettings = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_parameter_max_length': '0',
} as const;

/** Plays some hundred pushes, grants and events over a history of `rows` pushes, and reads the plans of what ran from the log. */
export async function takePlans(input: {
  stage: CaseStage;
  rows: number;
  /** PostgreSQL's. */
  logFile: string;
}): Promise<PlanGroup[]> {
  const { stage, rows, logFile } = input;
  const yuexin = await openYuexin(stage, { name: 'plans' });
  try {
    const { sql, appIds } = yuexin;
    const [appId] = appIds;
    if (rows > 0) await seedHistory({ sql, appId, pushes: rows, say: stage.say });
    await seedUsers({ sql, appId, count: USERS });
    await seedGrants({ sql, appId, count: USERS / 2 });
    const sessions = await logInUsers(yuexin, USERS);
    await stage.servers.upstream.configure({ delayMs: 0, events: yuexin.events });
    const begin = statSync(logFile).size;
    await explainFromNowOn(sql);
    await play(stage, yuexin, sessions);
    const log = readFileSync(logFile).subarray(begin).toString('utf8');
    return groupPlans(readPlans(log));
  } finally {
    await yuexin.stop();
  }
}

/** The services' next connections have auto_explain; the present ones are ended, which they must bear at any time. */
async function explainFromNowOn(sql: pg.Pool): Promise<void> {
  const { rows } = await sql.query<{ name: string }>('select current_database() as name');
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  for (const [name, value] of Object.entries(explainSettings)) {
    await sql.query(`alter database ${database} set ${name} = ${pg.escapeLiteral(value)}`);
  }
  await sql.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'yuexin-%'`,
  );
  await delay(NEW_CONNECTIONS_MS);
}

/** Half of the users have a grant and are sent to at once; the others' pushes park until they tap "allow". */
async function play(
  { servers }: CaseStage,
  yuexin: Yuexin,
  sessions: readonly string[],
): Promise<void> {
  const { sql, apiUrl, callerKey: key, appIds } = yuexin;
  const [appId] = appIds;
  const half = USERS / 2;
  const poster = createPoster({ apiUrl, connections: 16 });
  for (let user = 0; user < half / 2; user += 1) {
    await poster.post('/v1/pushes', key, pushOf(appId, user), [`Idempotency-Key: ${String(user)}`]);
  }
  const userOf = (index: number): number => half / 2 + index;
  await acceptPushes({ apiUrl, key, appId, count: half / 2, userOf });
  const waiting = { userOf: (index: number): number => half + index, state: 'parked' as const };
  await acceptPushes({ apiUrl, key, appId, count: half, ...waiting });
  for (let user = half; user < USERS; user += 1) {
    const results = { [benchTemplate.priTmplId]: 'accept' };
    const body = { requestId: String(user), results };
    await poster.post('/v1/mp/grants', sessions[user] ?? '', body);
  }
  await servers.upstream.waitFor(USERS, LIMIT_MS);
  await waitUntilSettled(sql);
  poster.close();
}
