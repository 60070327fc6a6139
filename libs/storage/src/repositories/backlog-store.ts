import type { Database } from '../database/open-database.ts';

export type BacklogStore = {
  /** Queued pushes of the app, counted up to `atMost`, from open rows only. */
  countQueued(input: { appId: string; atMost: number }): Promise<number>;
  /** Attempts of the app in the last ten seconds, by the second: how fast its queue is drained. */
  readDrainRate(appId: string): Promise<number>;
};

/** How much waits, and how fast it goes. */
export function createBacklogStore({ database }: { database: Database }): BacklogStore {
  const read = async (statement: { name: string; text: string }, values: readonly unknown[]) => {
    const [row] = await database.query<{ count: number }>(statement, values);
    return row?.count ?? 0;
  };
  return {
    countQueued: ({ appId, atMost }) => read(countQueued, [appId, atMost]),
    readDrainRate: async (appId) => (await read(countLately, [appId])) / lateSeconds,
  };
}

const lateSeconds = 10;

const countQueued = {
  name: 'count-queued',
  text: `
    select count(*) as count
    from (select 1 from pushes where app_id = $1 and state = 'queued' limit $2) as queued`,
};

/** By the ids, which begin with their instant: the newest end of the primary key, whatever the history. */
const countLately = {
  name: 'count-attempts-lately',
  text: `
    select count(*) as count from attempts
    where id >= uuid_v7_floor(statement_timestamp() - interval '${lateSeconds} s') and app_id = $1`,
};
