import { AppError } from '@yuexin/errors';
import { z } from 'zod';
import { addUser } from '../ledger/add-user.ts';
import { normalisePhone } from '../ledger/phone-number.ts';
import { cellOf, type SimUser } from '../ledger/sim-user.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import type { World } from '../ledger/world.ts';
import { type ControlRoute, created, ok } from './control-route.ts';
import { findApp, findUser } from './find-in-world.ts';
import { parseInput } from './parse-input.ts';
import { showUser } from './show-user.ts';

export type UserRouteDeps = {
  world: World;
  clock: { now(): Date };
  onUserChanged: (user: SimUser) => void;
};

const phone = z.string().transform((text, context) => {
  const normal = normalisePhone(text);
  if (normal !== null) return normal;
  context.issues.push({
    code: 'custom',
    message: 'a phone number such as +8613800000000',
    input: text,
  });
  return z.NEVER;
});
const openid = z.string().regex(/^o[\w-]{19,63}$/, 'o and 19 to 63 letters, digits, - or _');

const UserInput = z
  .strictObject({
    phone: phone.nullish(),
    unionid: z.string().min(1).max(64).nullish(),
    openid: openid.nullish(),
    nickname: z.string().min(1).max(32).nullish(),
    isBlocked: z.boolean().nullish(),
  })
  .default({});

const SeedInput = z.strictObject({
  users: z.int().min(1).max(200_000),
  /** One-time grants of each user, by template. */
  grants: z.record(z.string(), z.int().min(0).max(1_000_000)).default({}),
});
const ListQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const PhoneCodeInput = z.strictObject({ phone: phone.optional() }).default({});

const saveUser = ({ world, onUserChanged }: UserRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/apps/:appId/users',
  answer: ({ params, body }) => {
    const app = findApp(world, params.appId);
    const given = parseInput(UserInput, body, '');
    const input = {
      phone: given.phone ?? null,
      unionid: given.unionid ?? null,
      openid: given.openid ?? null,
      nickname: given.nickname ?? null,
      isBlocked: given.isBlocked ?? null,
    };
    const { user, isNew } = addUser({ world, app, input });
    onUserChanged(user);
    return isNew ? created(showUser(user)) : ok(showUser(user));
  },
});

const listUsers = ({ world }: UserRouteDeps): ControlRoute => ({
  method: 'get',
  path: '/apps/:appId/users',
  answer: ({ params, query }) => {
    const users = [...findApp(world, params.appId).usersByOpenid.values()];
    const { limit } = parseInput(ListQuery, query, '/query');
    return ok({ data: users.slice(-limit).reverse().map(showUser), total: users.length });
  },
});

const getUser = ({ world }: UserRouteDeps): ControlRoute => ({
  method: 'get',
  path: '/users/:userId',
  answer: ({ params }) => ok(showUser(findUser(world, params.userId).user)),
});

const nobody = { phone: null, unionid: null, openid: null, nickname: null, isBlocked: null };

function seedUser(world: World, app: SimApp, grants: Readonly<Record<string, number>>): string {
  const { user } = addUser({ world, app, input: nobody });
  for (const [templateId, count] of Object.entries(grants)) {
    cellOf(user, templateId).granted += count;
  }
  return user.openid;
}

/** Many users at once, with grants and without events: for benchmarks. */
const seedUsers = ({ world }: UserRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/apps/:appId/seed',
  answer: ({ params, body }) => {
    const app = findApp(world, params.appId);
    const { users, grants } = parseInput(SeedInput, body, '');
    const openids = Array.from({ length: users }, () => seedUser(world, app, grants));
    return created({ openids });
  },
});

const issueLoginCode = ({ world, clock }: UserRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/users/:userId/login-code',
  answer: ({ params }) => {
    const { user } = findUser(world, params.userId);
    const at = clock.now().getTime();
    return created({ code: world.codes.issue({ kind: 'login', user, at }) });
  },
});

const issuePhoneCode = ({ world, clock }: UserRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/users/:userId/phone-code',
  answer: ({ params, body }) => {
    const { user, app } = findUser(world, params.userId);
    const given = parseInput(PhoneCodeInput, body, '');
    if (given.phone !== undefined) {
      addUser({ world, app, input: { ...nobody, openid: user.openid, phone: given.phone } });
    }
    if (user.phone === null) {
      throw new AppError('conflict', { message: 'This user has no phone number; give one.' });
    }
    const at = clock.now().getTime();
    return created({ code: world.codes.issue({ kind: 'phone', user, at }) });
  },
});

export const userRoutes = (deps: UserRouteDeps): ControlRoute[] => [
  saveUser(deps),
  listUsers(deps),
  getUser(deps),
  seedUsers(deps),
  issueLoginCode(deps),
  issuePhoneCode(deps),
];
