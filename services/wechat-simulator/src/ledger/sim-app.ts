import type { AppSettings } from './app-settings.ts';
import { type AppTokens, noTokens } from './app-tokens.ts';
import type { SimTemplate } from './sim-template.ts';
import type { SimUser } from './sim-user.ts';

/** Calls of one path so far. */
export type QuotaCount = { day: number; usedToday: number; minute: number; usedThisMinute: number };

/** One mini program as WeChat's servers know it. */
export type SimApp = {
  settings: AppSettings;
  templates: Map<string, SimTemplate>;
  usersByOpenid: Map<string, SimUser>;
  usersByPhone: Map<string, SimUser>;
  usersByUnionid: Map<string, SimUser>;
  tokens: AppTokens;
  /** By path. */
  quotaCounts: Map<string, QuotaCount>;
  /** Calls of clear_quota in this month. */
  clears: { month: string; count: number };
};

export const createSimApp = (settings: AppSettings): SimApp => ({
  settings,
  templates: new Map(),
  usersByOpenid: new Map(),
  usersByPhone: new Map(),
  usersByUnionid: new Map(),
  tokens: noTokens(),
  quotaCounts: new Map(),
  clears: { month: '', count: 0 },
});
