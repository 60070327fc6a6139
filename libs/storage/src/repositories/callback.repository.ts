import { TEST_CALLBACK_TYPE, type CallbackState } from '@yuexin/domain';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/open-database.ts';
import {
  callbackColumns,
  callbacksOfPush,
  toCallbackRow,
  type CallbackRow,
  type StoredCallback,
} from './callback-row.ts';
import { decodeCursor, isUuidKey, toPage, type Page } from './cursor.ts';

export type CallbackRepository = {
  find(id: string): Promise<CallbackRow | null>;
  /** Of these endpoints, newest first. */
  list(input: {
    endpointIds: readonly string[];
    state: CallbackState | null;
    limit: number;
    cursor: string | null;
  }): Promise<Page<CallbackRow>>;
  /** Those of one push, in its order. */
  listOfPush(pushId: string): Promise<CallbackRow[]>;
  /** Told again, or at once, with all its tries before it and ahead of others. Null when there is none. */
  resend(id: string): Promise<CallbackRow | null>;
  /** One that says nothing, ahead of all others. */
  createTest(endpointId: string): Promise<CallbackRow>;
};

/** Reads callbacks and asks for them; the sweeps and the worker move them. */
export function createCallbackRepository({ database }: { database: Database }): CallbackRepository {
  const find = async (id: string): Promise<CallbackRow | null> => {
    const [row] = await database.query<StoredCallback>(
      `select ${callbackColumns} from callbacks c where c.id = $1`,
      [id],
    );
    return row === undefined ? null : toCallbackRow(row);
  };

  return {
    find,
    async list({ endpointIds, state, limit, cursor }) {
      const before = decodeCursor('callbacks', cursor, isUuidKey)?.[0] ?? lastId;
      const values = [endpointIds, before, limit + 1, ...(state === null ? [] : [state])];
      const rows = await database.query<StoredCallback>(listStatement(state !== null), values);
      return toPage({
        rows,
        limit,
        list: 'callbacks',
        keyOf: (row) => [row.id],
        show: toCallbackRow,
      });
    },
    async listOfPush(pushId) {
      const rows = await database.query<StoredCallback>(callbacksOfPush, [pushId]);
      return rows.map(toCallbackRow);
    },
    async resend(id) {
      await database.query(resendStatement, [id]);
      return find(id);
    },
    async createTest(endpointId) {
      const id = uuidv7();
      await database.query(testStatement, [id, endpointId, TEST_CALLBACK_TYPE]);
      const row = await find(id);
      if (row === null) throw new Error('The callback just written is gone.');
      return row;
    },
  };
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The newest of each endpoint, merged: never more rows than endpoints times the page. */
const listStatement = (isFiltered: boolean) => `
  select ${callbackColumns}
  from unnest($1::uuid[]) as e(id)
  cross join lateral (
    select o.id from callbacks o
    where o.endpoint_id = e.id and o.id < $2::uuid ${isFiltered ? 'and o.state = $4' : ''}
    order by o.id desc
    limit $3
  ) newest
  join callbacks c on c.id = newest.id
  order by c.id desc
  limit $3`;

/** Asked for by a person: the beginning of time goes first. What is being told at this moment is left to its worker. */
const resendStatement = `
  update callbacks
  set state = 'waiting', tries = 0, next_at = to_timestamp(0), lease_until = null, is_taken = false, ended_at = null
  where id = $1 and (lease_until is null or lease_until <= clock_timestamp())`;

const testStatement = `
  insert into callbacks (id, endpoint_id, type, at, snapshot, state, next_at)
  values ($1, $2, $3, clock_timestamp(), '{}', 'waiting', to_timestamp(0))`;
