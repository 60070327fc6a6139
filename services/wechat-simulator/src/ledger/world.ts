import { createCodeBook, type CodeBook } from './codes.ts';
import { createRing, type Ring } from './ring.ts';
import type { SimApp } from './sim-app.ts';
import type { SimUser } from './sim-user.ts';
import type { TokenMap } from './tokens.ts';

/** One accepted send. */
export type SendRecord = {
  seq: number;
  appId: string;
  openid: string;
  templateId: string;
  msgid: string;
  at: string;
  data: unknown;
  page: string | null;
  miniprogramState: string;
  lang: string;
};

/** Everything WeChat's servers know. */
export type World = {
  apps: Map<string, SimApp>;
  usersById: Map<string, SimUser>;
  tokens: TokenMap;
  codes: CodeBook;
  /** Openids with a send in hand, as `appid|openid`. */
  lanes: Set<string>;
  sends: Ring<SendRecord>;
  sendCount: number;
  /** The last one given out; about 19 digits, well above 2^53 (facts 1.5). */
  lastMsgid: bigint;
};

const sendsKept = 300_000;

/** Grows from the clock, so that no msgid comes twice, not even after a restart without a state file. */
const firstMsgid = (at: number): bigint => BigInt(at) * 1_000_000n + 291n;

export const createWorld = (at: number): World => ({
  apps: new Map(),
  usersById: new Map(),
  tokens: new Map(),
  codes: createCodeBook(),
  lanes: new Set(),
  sends: createRing(sendsKept),
  sendCount: 0,
  lastMsgid: firstMsgid(at),
});

export function nextMsgid(world: World): string {
  world.lastMsgid += 1n;
  return world.lastMsgid.toString();
}

/** Forgets apps, users, tokens and sends; msgids go on. */
export function clearWorld(world: World): void {
  world.apps.clear();
  world.usersById.clear();
  world.tokens.clear();
  world.codes.clear();
  world.lanes.clear();
  world.sends.clear();
  world.sendCount = 0;
}
