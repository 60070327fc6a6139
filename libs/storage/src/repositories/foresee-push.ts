import { sendPath, type OnNoGrant } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import { callFunction } from '../hot-path/call-function.ts';

export type PushForecast = {
  /** What accept would make of it now; `refused`: for want of a grant. */
  state: 'scheduled' | 'queued' | 'parked' | 'refused';
  available: number;
  /** A long-term template's grant, which never runs out. */
  isStanding: boolean;
  /** Pushes of the same user and template that are due and will use a grant first. */
  demand: number;
  /** Grants that are kept for a purpose (ADR 0032), whichever. */
  kept: number;
  /** While another message to this user is under way. */
  busyUntil: Date | null;
  /** Today's newest reading. */
  quota: { dailyLimit: number; remain: number; readAt: Date } | null;
  /** Sending rules say something of this template's pushes. */
  isRestricted: boolean;
  /** What they would do to it, were it not urgent: hold it until then, or drop it. */
  rule: { code: string; until: Date; isDropped: boolean; message: string } | null;
  /** When WeChat was last found unreachable, if lately. */
  unreachableAt: Date | null;
};

export type ForeseePush = (input: {
  appId: string;
  templateId: string;
  userId: string | null;
  /** The recipient is known, or accept would register it. */
  hasUser: boolean;
  sendAt: Date | null;
  onNoGrant: OnNoGrant;
}) => Promise<PushForecast>;

type Stored = Omit<PushForecast, 'busyUntil' | 'quota' | 'rule' | 'unreachableAt'> & {
  rule: { code: string; until: string; isDropped: boolean; message: string } | null;
  busyUntil: string | null;
  quota: { dailyLimit: number; remain: number; readAt: string } | null;
  unreachableAt: string | null;
};

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** What would become of a push, by the rules of accept. Stores and locks nothing. */
export function createForeseePush({ database }: { database: Database }): ForeseePush {
  return async (input) => {
    const { appId, templateId, userId, hasUser, sendAt, onNoGrant } = input;
    const stored = await callFunction<Stored>(database.query, {
      name: 'foresee_push',
      parameters: ['text', 'text', 'uuid', 'boolean', 'timestamptz', 'text', 'text'],
      values: [appId, templateId, userId, hasUser, sendAt, onNoGrant, sendPath],
    });
    const { quota, rule } = stored;
    return {
      ...stored,
      busyUntil: toDate(stored.busyUntil),
      quota: quota === null ? null : { ...quota, readAt: new Date(quota.readAt) },
      rule: rule && { ...rule, until: new Date(rule.until) },
      unreachableAt: toDate(stored.unreachableAt),
    };
  };
}
