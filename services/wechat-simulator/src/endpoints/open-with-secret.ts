import type { Answer } from '../front/answer.ts';
import type { Refuse } from '../front/create-refusals.ts';
import { takeQuota } from '../ledger/quotas.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import type { World } from '../ledger/world.ts';

export type SecretDeps = { world: World; refuse: Refuse };

type Claimed = { path: string; appid: unknown; secret: unknown; at: number };

/** The app that these credentials open, its quota counted; or the refusal. */
export function openWithSecret(deps: SecretDeps, claimed: Claimed): SimApp | Answer {
  const { world, refuse } = deps;
  const { path, appid, secret, at } = claimed;
  if (typeof appid !== 'string' || appid === '') return refuse(41002);
  if (typeof secret !== 'string' || secret === '') return refuse(41004);
  const app = world.apps.get(appid);
  if (app === undefined) return refuse(40013);
  if (app.settings.appSecret !== secret) return refuse(40125);
  const over = takeQuota({ app, path, at });
  if (over === 45009 && path === '/cgi-bin/token') {
    const text = 'reach max api daily quota limit, could get access_token by getStableAccessToken';
    return refuse(over, { text });
  }
  return over === 0 ? app : refuse(over);
}

export const isRefused = (opened: SimApp | Answer): opened is Answer => 'errcode' in opened;
