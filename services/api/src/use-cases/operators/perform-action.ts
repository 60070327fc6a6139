import type { AtomicStorage, Storage } from '@yuexin/storage';
import { actorOf, type KeyCaller } from '../../http/caller.ts';

/** Who acts, and in which request. */
export type ActingFor = { caller: KeyCaller; requestId: string };

export type Action = {
  /** `app.create`, `template.pause`: noun and verb. */
  action: string;
  /** `app:wx…`, `key:<id>`. */
  target: string;
  appId?: string;
  /** What presenters show: never secrets. */
  before?: unknown;
  after?: unknown;
  reason?: string;
};

/** `action`: null when nothing was done. */
export type Deed<T> = { result: T; action: Action | null };

/**
 * Does a deed and writes it to the audit (P12) in one transaction: both stand, or neither. The deed uses what it is given and
 * nothing else, as it may be done once more after a lost race; what others must hear of waits until this has resolved.
 */
export type PerformAction = <T>(
  by: ActingFor,
  deed: (inside: AtomicStorage) => Promise<Deed<T>>,
) => Promise<T>;

export function createPerformAction(storage: Pick<Storage, 'atomically'>): PerformAction {
  return (by, deed) =>
    storage.atomically(async (inside) => {
      const { result, action } = await deed(inside);
      if (action !== null) await inside.audit.append(toEntry(by, action));
      return result;
    });
}

export type RecordAction = (by: ActingFor, action: Action) => Promise<void>;

/** Writes to the audit alone: before and after a deed that is not PostgreSQL's. */
export function createRecordAction({ audit }: Pick<Storage, 'audit'>): RecordAction {
  return (by, action) => audit.append(toEntry(by, action));
}

function toEntry({ caller, requestId }: ActingFor, action: Action) {
  return {
    ...{ actor: actorOf(caller), requestId, action: action.action, target: action.target },
    appId: action.appId ?? null,
    before: action.before ?? null,
    after: action.after ?? null,
    reason: action.reason ?? null,
  };
}
