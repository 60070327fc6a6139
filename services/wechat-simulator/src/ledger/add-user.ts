import { openidFor, type SimUser, userIdFor } from './sim-user.ts';
import type { SimApp } from './sim-app.ts';
import type { World } from './world.ts';

export type UserInput = {
  phone: string | null;
  unionid: string | null;
  /** For seeding; made up when absent. */
  openid: string | null;
  nickname: string | null;
  isBlocked: boolean | null;
};

function findUser(app: SimApp, input: UserInput): SimUser | undefined {
  if (input.openid !== null) return app.usersByOpenid.get(input.openid);
  if (input.phone !== null) return app.usersByPhone.get(input.phone);
  return input.unionid === null ? undefined : app.usersByUnionid.get(input.unionid);
}

function createUser(app: SimApp, input: UserInput): SimUser {
  const { appId } = app.settings;
  const openid = input.openid ?? openidFor({ appId, phone: input.phone });
  return {
    userId: userIdFor({ appId, openid }),
    appId,
    openid,
    nickname: '微信用户',
    phone: null,
    unionid: null,
    isBlocked: false,
    hasMainSwitchOn: true,
    choices: new Map(),
    grants: new Map(),
    inbox: [],
    logins: { minute: 0, count: 0 },
  };
}

export function indexUser(world: World, app: SimApp, user: SimUser): void {
  world.usersById.set(user.userId, user);
  app.usersByOpenid.set(user.openid, user);
  if (user.phone !== null) app.usersByPhone.set(user.phone, user);
  if (user.unionid !== null) app.usersByUnionid.set(user.unionid, user);
}

/** The user with this openid, phone or unionid as it is now, or a new one; what is given is written over what was known. */
export function addUser(call: { world: World; app: SimApp; input: UserInput }): {
  user: SimUser;
  isNew: boolean;
} {
  const { world, app, input } = call;
  const found = findUser(app, input);
  const user = found ?? createUser(app, input);
  if (user.phone !== null && input.phone !== null) app.usersByPhone.delete(user.phone);
  user.phone = input.phone ?? user.phone;
  user.unionid = input.unionid ?? user.unionid;
  user.nickname = input.nickname ?? user.nickname;
  user.isBlocked = input.isBlocked ?? user.isBlocked;
  indexUser(world, app, user);
  return { user, isNew: found === undefined };
}
