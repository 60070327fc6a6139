import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { callJson } from '../local-stack/call-json.ts';

export type Quiet = { isQuiet: boolean; tookMs: number };

const POLL_MS = 500;
const TRICKLE_MS = 1_000;

const moving = `
  select
    (select count(*) from pushes where state in ('scheduled', 'queued', 'sending', 'retrying'))::int as moving,
    (select count(*) from events where processed_at is null)::int as unread,
    (select coalesce(md5(string_agg(id::text, '' order by id)), '') from pushes where state = 'unconfirmed') as silent`;

/**
 * Waits until nothing moves any more: no push on its way, no event unread or undelivered, and the unconfirmed ones the same for
 * `settleMs`. Meanwhile `trickle` keeps a little clean traffic going, as there always is: silence is judged by later events.
 */
export async function waitUntilQuiet(input: {
  databaseUrl: string;
  simulatorUrl: string;
  settleMs: number;
  limitMs: number;
  trickle: () => Promise<void>;
}): Promise<Quiet> {
  const startedAt = Date.now();
  const client = new pg.Client({ connectionString: input.databaseUrl });
  await client.connect();
  try {
    const isSettled = await settle({ ...input, client, startedAt });
    // The trickle's own pushes end too.
    const isQuiet =
      isSettled && (await settle({ ...input, client, startedAt, settleMs: 0, trickle: null }));
    return { isQuiet, tookMs: Date.now() - startedAt };
  } finally {
    await client.end();
  }
}

async function settle(input: {
  client: pg.Client;
  simulatorUrl: string;
  startedAt: number;
  settleMs: number;
  limitMs: number;
  trickle: (() => Promise<void>) | null;
}): Promise<boolean> {
  let silent = '';
  let sameSince = Date.now();
  let trickledAt = 0;
  while (Date.now() - input.startedAt < input.limitMs) {
    if (input.trickle !== null && Date.now() - trickledAt > TRICKLE_MS) {
      trickledAt = Date.now();
      await input.trickle();
    }
    const now = await look(input);
    if (now.silent !== silent) [silent, sameSince] = [now.silent, Date.now()];
    const isSame = silent === '' || Date.now() - sameSince >= input.settleMs;
    // The trickle itself always moves: one or two of its pushes are let pass.
    if (isSame && now.moving <= (input.trickle === null ? 0 : 2)) return true;
    await delay(POLL_MS);
  }
  return false;
}

async function look(input: {
  client: pg.Client;
  simulatorUrl: string;
}): Promise<{ moving: number; silent: string }> {
  const { rows } = await input.client.query<{ moving: number; unread: number; silent: string }>(
    moving,
  );
  const row = rows[0] ?? { moving: 0, unread: 0, silent: '' };
  const { data } = await callJson<{ data: { outcome: string }[] }>(
    `${input.simulatorUrl}/_sim/events?limit=2000`,
  );
  const waiting = data.filter((event) => event.outcome === 'waiting').length;
  return { moving: row.moving + row.unread + waiting, silent: row.silent };
}
