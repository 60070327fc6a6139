import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/open-database.ts';

export type NewEvent = {
  appId: string;
  dedupeHash: Buffer;
  type: string;
  openid: string;
  createdAt: Date;
  /** The parsed items: see wechat-client's event parser. */
  payload: Record<string, unknown>;
};

export type EventRepository = {
  /** Resolves to false when the same event is stored already. */
  store(event: NewEvent): Promise<boolean>;
  /** Many in one statement, each once; for each whether it is new. All or none. */
  storeMany(events: readonly NewEvent[]): Promise<boolean[]>;
};

/** Takes in what WeChat posts; the hot path processes it. */
export function createEventRepository({ database }: { database: Database }): EventRepository {
  return {
    async store(event) {
      const { appId, dedupeHash, type, openid, createdAt, payload } = event;
      const values = [uuidv7(), appId, dedupeHash, type, openid, createdAt, payload];
      const stored = await database.query(storeStatement, values);
      return stored.length === 1;
    },
    async storeMany(events) {
      const stored = await database.query<{ dedupeHash: Buffer }>(storeManyStatement, [
        JSON.stringify(
          events.map(({ dedupeHash, ...event }) => ({
            ...event,
            id: uuidv7(),
            dedupeHash: dedupeHash.toString('hex'),
          })),
        ),
      ]);
      const isNew = new Set(stored.map((row) => row.dedupeHash.toString('hex')));
      // Of one event given twice the first is new.
      return events.map((event) => isNew.delete(event.dedupeHash.toString('hex')));
    },
  };
}

/** Sorted by hash, so that two batches with the same events cannot wait for each other. */
const storeManyStatement = {
  name: 'store-events',
  text: `
    insert into events (id, app_id, dedupe_hash, type, openid, created_at, payload)
    select e.id, e."appId", decode(e."dedupeHash", 'hex'), e.type, e.openid, e."createdAt", e.payload
    from json_to_recordset($1::json) as e(
      id uuid, "appId" text, "dedupeHash" text, type text, openid text,
      "createdAt" timestamptz, payload jsonb)
    order by e."dedupeHash"
    on conflict (dedupe_hash) do nothing
    returning dedupe_hash as "dedupeHash"`,
};

const storeStatement = {
  name: 'store-event',
  text: `
    insert into events (id, app_id, dedupe_hash, type, openid, created_at, payload)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (dedupe_hash) do nothing
    returning id`,
};
