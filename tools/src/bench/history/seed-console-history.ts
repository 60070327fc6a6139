import type pg from 'pg';
import { benchTemplate } from '../upstream/bench-template.ts';
import { createIds } from './bench-ids.ts';
import { fillAfter, fillBefore, fillSlice, given } from './fill-console-history.ts';

const SLICE = 250_000;
const HOUR_MS = 3_600_000;
const filled = [
  ...['users', 'logins', 'pushes', 'grants', 'attempts', 'push_transitions', 'grant_evidence'],
  ...[
    'sent_event_items',
    'callbacks',
    'push_minutes',
    'grant_minutes',
    'grant_drift',
    'audit',
    'templates',
  ],
  ...['template_changes', 'audience_recipients'],
] as const;

/**
 * What the console's pages read, after a life of `pushes` pushes in all states (fill-console-history.ts), with every index as it was
 * migrated, and then statistics. Resolves to how many users there are: `o-past-0` and so on, each with pushes in every state.
 */
export async function seedConsoleHistory(input: {
  sql: pg.Pool;
  appId: string;
  pushes: number;
  say: (line: string) => void;
}): Promise<{ users: number }> {
  const { sql, appId, pushes, say } = input;
  // Neither even nor a multiple of five: the numbers of a user's pushes take every remainder that decides on a state.
  const users = Math.ceil(pushes / 200) * 10 + 7;
  const until = new Date(Date.now() - HOUR_MS);
  const client = await sql.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query("set maintenance_work_mem = '512MB'");
    await client.query(createIds);
    const fill = async (statements: readonly string[], first: number, last: number) => {
      for (const statement of statements) {
        const values = [appId, benchTemplate.priTmplId, first, last, pushes, users, until];
        await client.query(`${given} ${statement}`, values);
      }
    };
    await fill(fillBefore, 0, 0);
    for (let first = 0; first < pushes; first += SLICE) {
      const last = Math.min(pushes, first + SLICE) - 1;
      await fill(fillSlice, first, last);
      say(`  history: ${String(last + 1)} of ${String(pushes)} pushes`);
    }
    await fill(fillAfter, 0, 0);
    for (const table of filled) await client.query(`vacuum (analyze) ${table}`);
    await client.query('checkpoint');
  } finally {
    client.release();
  }
  return { users };
}
