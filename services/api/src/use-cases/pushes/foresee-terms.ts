import type { PushState } from '@yuexin/domain';
import type { PushRow, Storage } from '@yuexin/storage';
import { v7 as uuidv7 } from 'uuid';
import type { KeyCaller } from '../../http/caller.ts';
import { acceptable, type CheckedPush } from './check-push.ts';
import { newPushOf } from './new-push.ts';

/** What accept makes of a push that says something of others like it, of other templates, or of grants. */
export type TermsForecast = {
  state: PushState | 'refused';
  /** The push that would be answered in its place. */
  duplicateOf: PushRow | null;
  /** Ids of those whose place it would take. */
  superseded: string[];
  /** Of a push with fallbacks: the template it would turn to. */
  usedTemplateId: string | null;
};

export type ForeseeTerms = (
  caller: KeyCaller,
  checked: CheckedPush,
) => Promise<TermsForecast | null>;

/** Accepts the push and takes that back: by the rules of accept itself. Null for a push without such terms. */
export function createForeseeTerms({
  storage,
}: {
  storage: Pick<Storage, 'tryOut'>;
}): ForeseeTerms {
  return async (caller, checked) => {
    const { dedupeKey, replaces, fallback, purpose } = checked.values;
    if ((dedupeKey ?? replaces ?? fallback ?? purpose) === undefined) return null;
    const { recipient, values, app, ...rest } = acceptable(checked);
    return storage.tryOut(async ({ users, hotPath, pushes }): Promise<TermsForecast> => {
      const isNew = recipient.userId === null && values.to.openid !== undefined;
      const user = isNew ? await users.register(app.appId, values.to.openid ?? '') : null;
      const push = newPushOf({
        ...{ id: uuidv7(), callerId: caller.callerId, values, app, ...rest },
        recipient: user === null ? recipient : { userId: user.id, openid: user.openid },
        idempotency: null,
      });
      const { results } = await hotPath.acceptPushes([push]);
      const [result] = results;
      if (result?.kind === 'failed') throw result.error;
      const nothing = { duplicateOf: null, superseded: [], usedTemplateId: null };
      if (result?.kind === 'duplicate')
        return { ...nothing, state: 'queued', duplicateOf: await pushes.find(result.pushId) };
      if (result?.kind !== 'created') return { ...nothing, state: 'refused' };
      const superseded = await pushes.listSuperseded(push.id);
      const stored = await pushes.find(push.id);
      const usedTemplateId = stored?.choices ? stored.templateId : null;
      return { ...nothing, state: result.state, superseded, usedTemplateId };
    });
  };
}
