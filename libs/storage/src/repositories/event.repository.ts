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
  };
}

const storeStatement = {
  name: 'store-event',
  text: `
    insert into events (id, app_id, dedupe_hash, type, openid, created_at, payload)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (dedupe_hash) do nothing
    returning id`,
};
