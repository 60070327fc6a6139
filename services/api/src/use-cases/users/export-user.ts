import type { Balance, GrantRow, PushRow, Storage, UserRow, UserTraces } from '@yuexin/storage';

export type ExportedUser = UserTraces & {
  user: UserRow;
  balances: Record<string, Balance>;
  grants: GrantRow[];
  pushes: PushRow[];
  /** There is more of a kind than one answer holds. */
  isCapped: boolean;
};

export type ExportUser = (user: UserRow) => Promise<ExportedUser>;

const pageSize = 200;
/** Of each kind; the newest. */
const mostRows = 10_000;

type Page<T> = { items: T[]; nextCursor: string | null };

async function readAll<T>(
  read: (page: { limit: number; cursor: string | null }) => Promise<Page<T>>,
): Promise<{ items: T[]; isCapped: boolean }> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit: pageSize, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < mostRows);
  return { items, isCapped: cursor !== null };
}

/** Everything that is kept about a person, for the person. */
export function createExportUser(deps: {
  storage: {
    users: Pick<Storage['users'], 'balances' | 'traces'>;
    grants: Pick<Storage['grants'], 'listByUser'>;
    pushes: Pick<Storage['pushes'], 'list'>;
  };
}): ExportUser {
  const { users, grants, pushes } = deps.storage;
  return async (user) => {
    const filter = { appIds: [user.appId], openid: user.openid };
    const balances = await users.balances(user.id);
    const traces = await users.traces({ userId: user.id, limit: mostRows });
    const ledger = await readAll((page) => grants.listByUser({ userId: user.id, ...page }));
    const messages = await readAll((page) => pushes.list({ filter, ...page }));
    const isCapped =
      ledger.isCapped || messages.isCapped || [traces.logins, traces.asks].some(isFull);
    return { ...traces, user, balances, isCapped, grants: ledger.items, pushes: messages.items };
  };
}

const isFull = (rows: readonly unknown[]): boolean => rows.length >= mostRows;
