import type { PushState } from '@yuexin/domain';
import type { PhoneIndex } from '../crypto/phone-index.ts';
import type { Vault } from '../crypto/vault.ts';
import type { Database } from '../database/open-database.ts';
import { decodeCursor, encodeCursor, isUuidKey, toPage, type Page } from './cursor.ts';
import { buildPushConditions, buildScope, type PushFilter } from './push-conditions.ts';
import { selectPushes, toPushRow, type PushRow, type StoredPush } from './push-row.ts';

/** Pushes looked at for one page where no index leads to those asked for: it must not take long, however many there are. */
const walkMax = 20_000;
/** Of no more than so many in the states asked for, all are looked at. */
const fewMax = 5_000;

/** States with indexes of their own, which hold no other push. */
const indexedStates: readonly PushState[] = [
  ...(['scheduled', 'parked', 'queued', 'sending', 'retrying', 'unconfirmed', 'dead'] as const),
];

type Deps = { database: Database; vault: Vault; phoneIndex: PhoneIndex };
type Asked = { filter: PushFilter; before?: string };

/**
 * Pushes by filter, newest first (ADR 0037). A page may have fewer than `limit` of them, or none, and a cursor all the same: so many
 * were looked at, and older ones were not.
 */
export function createListPushes({ database, vault, phoneIndex }: Deps) {
  return async (input: {
    filter: PushFilter;
    limit: number;
    cursor: string | null;
  }): Promise<Page<PushRow>> => {
    const { filter, limit, cursor } = input;
    const before = decodeCursor('pushes', cursor, isUuidKey)?.[0];
    const asked: Asked = { filter, ...(before !== undefined && { before }) };
    const few = isLed(filter) ? null : await findFew(database, filter);
    const until = isLed(filter) || few !== null ? undefined : await endOfWalk(database, asked);
    const { where, values } = await buildPushConditions(
      { ...asked, ...(until !== undefined && { until }) },
      phoneIndex,
    );
    const rows = await database.query<StoredPush>(
      `${selectPushes} where ${where} ${few === null ? '' : `and p.id = any(array(${few}))`}
       order by p.id desc limit ${limit + 1}`,
      values,
    );
    const show = (stored: StoredPush) => toPushRow(stored, vault);
    const page = toPage({ rows, limit, list: 'pushes', keyOf: (row) => [row.id], show });
    if (page.nextCursor !== null || until === undefined) return page;
    return { ...page, nextCursor: encodeCursor('pushes', [until]) };
  };
}

/** An index leads to those asked for, or nothing is asked that most pushes are not. */
function isLed(filter: PushFilter): boolean {
  const { openid, phone, bizId, rid, states, templateId, reason, errcode, appIds } = filter;
  if ([openid, phone, bizId, rid].some((one) => one !== undefined)) return true;
  const isPicky = [states, templateId, reason, errcode].some((one) => one !== undefined);
  return !isPicky && (appIds?.length ?? 1) === 1;
}

/**
 * Those in the states asked for as a statement, where they are few enough to look at each; else null. As an array, nobody plans to
 * meet them on a walk.
 */
async function findFew(database: Database, { states }: PushFilter): Promise<string | null> {
  if (states?.every((state) => indexedStates.includes(state)) !== true) return null;
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from (${inStates(states, '1')} limit ${fewMax + 1}) few`,
  );
  return (row?.count ?? 0) > fewMax ? null : inStates(states, 'id');
}

/** State by state and written out, so that each is read from its own indexes. */
const inStates = (states: readonly PushState[], column: 'id' | '1'): string =>
  states
    .map((state) => `select ${column} from pushes where state = '${state}'`)
    .join(' union all ');

/** The last push of a walk; undefined when it comes to the end of all. */
async function endOfWalk(database: Database, asked: Asked): Promise<string | undefined> {
  const { where, values } = buildScope(asked);
  const [row] = await database.query<{ id: string }>(
    `select p.id from pushes p where ${where} order by p.id desc offset ${walkMax - 1} limit 1`,
    values,
  );
  return row?.id;
}
