import type { SilenceObstacle } from '@yuexin/domain';
import type { PhoneIndex } from '../crypto/phone-index.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Database } from '../database/open-database.ts';
import { callFunction } from '../hot-path/call-function.ts';
import type { Page } from './cursor.ts';
import { groupDeadLetters, type DeadLetterGroups } from './dead-letters.ts';
import { createForeseePush, type ForeseePush } from './foresee-push.ts';
import { createListPushes } from './list-pushes.ts';
import type { PushFilter } from './push-conditions.ts';
import { readPushHistory, type PushHistory } from './push-history.ts';
import { selectPushes, toPushRow, type PushRow, type StoredPush } from './push-row.ts';

export type PushRepository = {
  /** In the order asked; unknown ids are left out. */
  findMany(ids: readonly string[]): Promise<PushRow[]>;
  find(id: string): Promise<PushRow | null>;
  /**
   * Newest first. A page that is not full may have a next one: so many were looked at, older ones were not. Throws invalid-request
   * for a cursor that is not of this list.
   */
  list(input: { filter: PushFilter; limit: number; cursor: string | null }): Promise<Page<PushRow>>;
  /** What accept would make of a push, and what would keep it waiting then. */
  foresee: ForeseePush;
  /** Why an unconfirmed push is not queued again by itself: none, then it is at the next look. Null: it is not unconfirmed. */
  silenceObstacles(input: { id: string; windowMs: number }): Promise<SilenceObstacle[] | null>;
  /** Ids of those whose place this one took. */
  listSuperseded(id: string): Promise<string[]>;
  /** Everything that is known to have happened to a push. */
  history(id: string): Promise<PushHistory | null>;
  /** Dead letters by cause, of the newest `limit`, shared evenly by the apps. */
  groupDead(input: {
    appIds: readonly string[];
    from: Date | null;
    to: Date | null;
    limit: number;
  }): Promise<DeadLetterGroups>;
};

type Deps = { database: Database; vault: Vault; phoneIndex: PhoneIndex };

/** Reads pushes; the hot path alone writes them. */
export function createPushRepository({ database, vault, phoneIndex }: Deps): PushRepository {
  const show = (stored: StoredPush) => toPushRow(stored, vault);

  async function find(id: string): Promise<PushRow | null> {
    const rows = await database.query<StoredPush>(findStatement, [id]);
    return rows[0] === undefined ? null : show(rows[0]);
  }

  return {
    find,
    foresee: createForeseePush({ database }),
    async findMany(ids) {
      const rows = await database.query<StoredPush>(findManyStatement, [ids]);
      const byId = new Map(rows.map((row) => [row.id, show(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    list: createListPushes({ database, vault, phoneIndex }),
    silenceObstacles: ({ id, windowMs }) =>
      callFunction(database.query, {
        name: 'silence_obstacles',
        parameters: ['uuid', 'integer'],
        values: [id, windowMs],
      }),
    async listSuperseded(id) {
      const rows = await database.query<{ id: string }>(supersededStatement, [id]);
      return rows.map((row) => row.id);
    },
    async history(id) {
      const push = await find(id);
      return push === null ? null : readPushHistory(database, push);
    },
    groupDead: (input) => groupDeadLetters(database, input),
  };
}

const findStatement = { name: 'find-push', text: `${selectPushes} where p.id = $1` };
const supersededStatement = `
  select id from pushes where superseded_by = $1 and state = 'cancelled' order by id`;
const findManyStatement = {
  name: 'find-pushes',
  text: `${selectPushes} where p.id = any($1::uuid[])`,
};
