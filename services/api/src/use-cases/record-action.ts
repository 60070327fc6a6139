import type { Storage } from '@yuexin/storage';
import { actorOf, type KeyCaller } from '../http/caller.ts';

export type Action = {
  caller: KeyCaller;
  requestId: string;
  /** `app.create`, `template.pause`: noun and verb. */
  action: string;
  /** `app:wx…`, `key:<id>`. */
  target: string;
  appId?: string;
  before?: unknown;
  after?: unknown;
  reason?: string;
};

export type RecordAction = (action: Action) => Promise<void>;

/** Writes what an operator did to the audit (P12). Hand in what presenters show: never secrets. */
export function createRecordAction({ audit }: { audit: Storage['audit'] }): RecordAction {
  return (done) =>
    audit.append({
      actor: actorOf(done.caller),
      action: done.action,
      target: done.target,
      appId: done.appId ?? null,
      before: done.before ?? null,
      after: done.after ?? null,
      reason: done.reason ?? null,
      requestId: done.requestId,
    });
}
