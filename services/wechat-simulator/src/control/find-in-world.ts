import { AppError } from '@yuexin/errors';
import type { SimApp } from '../ledger/sim-app.ts';
import type { SimUser } from '../ledger/sim-user.ts';
import type { World } from '../ledger/world.ts';

/** Throws AppError `not-found`. */
export function findApp(world: World, appId: string | undefined): SimApp {
  const app = world.apps.get(appId ?? '');
  if (app !== undefined) return app;
  throw new AppError('not-found', { message: `There is no app ${appId ?? ''} here.` });
}

/** Throws AppError `not-found`. */
export function findUser(world: World, userId: string | undefined): { user: SimUser; app: SimApp } {
  const user = world.usersById.get(userId ?? '');
  if (user !== undefined) return { user, app: findApp(world, user.appId) };
  throw new AppError('not-found', { message: `There is no user ${userId ?? ''} here.` });
}
