import { randomBytes } from 'node:crypto';
import type { SimUser } from './sim-user.ts';

type CodeKind = 'login' | 'phone';
type CodeRecord = { kind: CodeKind; user: SimUser; issuedAt: number; isUsed: boolean };
type CodeRefusal = 'invalid' | 'used';

const lifetimeMs = 300_000;
const remembered = 50_000;

/** Login and phone codes: 5 minutes, once, for one app, never the one for the other (facts 7). */
export type CodeBook = {
  issue(code: { kind: CodeKind; user: SimUser; at: number }): string;
  /** Uses the code up. */
  redeem(use: { kind: CodeKind; appId: string; code: string; at: number }): SimUser | CodeRefusal;
  clear(): void;
};

export function createCodeBook(): CodeBook {
  const codes = new Map<string, CodeRecord>();
  return {
    issue: ({ kind, user, at }) => {
      const code =
        kind === 'login'
          ? `0${randomBytes(24).toString('base64url').slice(0, 31)}`
          : randomBytes(32).toString('hex');
      codes.set(code, { kind, user, issuedAt: at, isUsed: false });
      if (codes.size > remembered) codes.delete(codes.keys().next().value ?? '');
      return code;
    },
    redeem: ({ kind, appId, code, at }) => {
      const record = codes.get(code);
      if (record?.kind !== kind || record.user.appId !== appId) return 'invalid';
      if (record.isUsed) return 'used';
      if (at - record.issuedAt >= lifetimeMs) return 'invalid';
      record.isUsed = true;
      return record.user;
    },
    clear: () => codes.clear(),
  };
}
