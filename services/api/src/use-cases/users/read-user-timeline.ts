import type { GrantRow, PushRow, Storage, UserRow, UserTraces } from '@yuexin/storage';

/** What happened between a person and the app; grants when they were obtained, pushes when they were taken. */
export type UserEntry = { at: Date } & (
  | { kind: 'login'; hasBoundPhone: boolean }
  | { kind: 'answer'; answer: UserTraces['asks'][number] }
  | { kind: 'grant'; grant: GrantRow }
  | { kind: 'push'; push: PushRow }
);

export type ReadUserTimeline = (user: UserRow, limit: number) => Promise<UserEntry[]>;

/** The newest of everything, newest first: of each kind no more than are shown in all. */
export function createReadUserTimeline(deps: {
  storage: {
    users: Pick<Storage['users'], 'traces'>;
    grants: Pick<Storage['grants'], 'listByUser'>;
    pushes: Pick<Storage['pushes'], 'list'>;
  };
}): ReadUserTimeline {
  const { users, grants, pushes } = deps.storage;
  return async ({ id: userId, appId, openid }, limit) => {
    const page = { limit, cursor: null };
    const [{ logins, asks }, ledger, messages] = await Promise.all([
      users.traces({ userId, limit }),
      grants.listByUser({ userId, ...page }),
      pushes.list({ filter: { appIds: [appId], openid }, ...page }),
    ]);
    const entries: UserEntry[] = [
      ...logins.map(({ at, hasBoundPhone }) => ({ at, kind: 'login' as const, hasBoundPhone })),
      ...asks.map((answer) => ({ at: answer.at, kind: 'answer' as const, answer })),
      ...ledger.items.map((grant) => ({ at: grant.obtainedAt, kind: 'grant' as const, grant })),
      ...messages.items.map((push) => ({ at: push.createdAt, kind: 'push' as const, push })),
    ];
    return entries.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, limit);
  };
}
