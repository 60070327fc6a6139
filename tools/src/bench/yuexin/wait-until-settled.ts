import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

const LIMIT_MS = 120_000;
const LOOK_MS = 50;

/** Each part reads a partial index of what is open, so that looking costs nothing however long the history is. */
const OPEN = `
  select exists (select 1 from pushes where state = 'queued') or exists (select 1 from pushes where state = 'sending')
    or exists (select 1 from pushes where state in ('scheduled', 'retrying'))
    or exists (select 1 from pushes where state = 'unconfirmed')
    or exists (select 1 from events where processed_at is null) as "isOpen"`;

/** Until no push is open (parked ones aside) and every event was processed. @throws Error when that takes two minutes. */
export async function waitUntilSettled(sql: pg.Pool): Promise<void> {
  const endAt = Date.now() + LIMIT_MS;
  for (;;) {
    const { rows } = await sql.query<{ isOpen: boolean }>(OPEN);
    if (rows[0]?.isOpen === false) return;
    if (Date.now() > endAt) throw new Error('Pushes or events are still open after two minutes.');
    await delay(LOOK_MS);
  }
}

/** What became of the pushes that were accepted from an instant on. */
export async function countSent(
  sql: pg.Pool,
  sinceMs: number,
): Promise<{ accepted: number; sent: number; confirmed: number }> {
  const { rows } = await sql.query<{ accepted: number; sent: number; confirmed: number }>(
    `select count(*)::integer as accepted, (count(*) filter (where state = 'sent'))::integer as sent,
       (count(*) filter (where delivery = 'confirmed'))::integer as confirmed
     from pushes where id >= uuid_v7_floor(to_timestamp($1::double precision / 1000))`,
    [sinceMs],
  );
  return rows[0] ?? { accepted: 0, sent: 0, confirmed: 0 };
}
