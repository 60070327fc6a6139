import { UserEntity, type UserRecord } from '../entities/user.entity.ts';
import type { Balance } from '../hot-path.ts';
import { importUsers, type GivenUser } from './import-users.ts';
import { readBalances } from './read-balances.ts';
import { readUserTraces, type UserTraces } from './read-user-traces.ts';
import { recordLogin, type Login, type RecordedLogin } from './record-login.ts';
import { resolveAddresses, type Address, type ResolvedAddress } from './resolve-addresses.ts';
import { toUserRow, type UserDeps, type UserRow } from './user-row.ts';

export type UserRepository = {
  /**
   * Finds or registers by (app, openid); records the login; binds phone and unionid when given.
   * `isPhoneBound`: a phone is bound now, by this login or an earlier one. Throws not-found for an unknown app.
   */
  recordLogin(login: Login): Promise<RecordedLogin>;
  /** Registers or completes; an openid given twice counts as its last. Answers in the order given. */
  importUsers(appId: string, users: readonly GivenUser[]): Promise<UserRow[]>;
  findById(id: string): Promise<UserRow | null>;
  findByOpenid(appId: string, openid: string): Promise<UserRow | null>;
  /** Newest binding first. */
  findByPhone(appId: string, phone: string): Promise<UserRow[]>;
  /** Last login first. */
  findByUnionid(appId: string, unionid: string): Promise<UserRow[]>;
  /** One round trip for a batch: for each address the user, or null; `isElsewhere` when the openid is known in another app only. */
  resolve(addresses: readonly Address[]): Promise<ResolvedAddress[]>;
  /** Logins and answers to being asked, newest first. */
  traces(input: { userId: string; limit: number }): Promise<UserTraces>;
  /** Ends every session of the mini program that was given out so far. False for an unknown user. */
  endSessions(input: { appId: string; openid: string }): Promise<boolean>;
  /** Users whose sessions were ended since then, and when. */
  sessionsEndedSince(since: Date): Promise<{ userId: string; endedAt: Date }[]>;
  balances(userId: string): Promise<Record<string, Balance>>;
  /** Finds or registers a user that is only known by name of openid (onUnknownRecipient: park). */
  register(appId: string, openid: string): Promise<UserRow>;
};

/** Users of apps, found by openid, phone or unionid. */
export function createUserRepository(deps: UserDeps): UserRepository {
  const { database, vault, phoneIndex } = deps;
  const show = (record: UserRecord) => toUserRow(record, vault);
  const showOne = (record: UserRecord | null) => (record === null ? null : show(record));

  return {
    recordLogin: (input) => recordLogin(deps, input),
    importUsers: (appId, users) => importUsers(deps, { appId, users }),
    findById: async (id) =>
      showOne(await database.entities((manager) => manager.findOneBy(UserEntity, { id }))),
    findByOpenid: async (appId, openid) =>
      showOne(
        await database.entities((manager) => manager.findOneBy(UserEntity, { appId, openid })),
      ),
    async findByPhone(appId, phone) {
      const phoneHash = await phoneIndex.hash(phone);
      const records = await database.entities((manager) =>
        manager.find(UserEntity, {
          where: { appId, phoneHash },
          order: { phoneBoundAt: 'DESC', id: 'DESC' },
        }),
      );
      return records.map(show);
    },
    async findByUnionid(appId, unionid) {
      const records = await database.entities((manager) =>
        manager.find(UserEntity, {
          where: { appId, unionid },
          order: { lastLoginAt: { direction: 'DESC', nulls: 'LAST' }, id: 'DESC' },
        }),
      );
      return records.map(show);
    },
    resolve: (addresses) => resolveAddresses(deps, addresses),
    traces: (input) => readUserTraces(database, input),
    endSessions: async ({ appId, openid }) => {
      const rows = await database.query(
        `update users set sessions_ended_at = clock_timestamp()
         where app_id = $1 and openid = $2 returning id`,
        [appId, openid],
      );
      return rows.length > 0;
    },
    sessionsEndedSince: (since) =>
      database.query(
        `select id as "userId", sessions_ended_at as "endedAt" from users where sessions_ended_at > $1`,
        [since],
      ),
    balances: (userId) => readBalances(database, userId),
    async register(appId, openid) {
      const [user] = await importUsers(deps, {
        appId,
        users: [{ openid, phone: null, unionid: null }],
      });
      if (user === undefined) throw new Error(`The user just registered in ${appId} is gone.`);
      return user;
    },
  };
}
