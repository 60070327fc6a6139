import { findReplayObstacle } from '@yuexin/domain';
import type { AtomicStorage, PushRow, Storage } from '@yuexin/storage';
import type { AppCatalog } from '../apps/app-catalog.ts';

export const pushActions = ['cancel', 'replay', 'delivered', 'resend', 'dead'] as const;
export type PushAction = (typeof pushActions)[number];

/** What a button would do now. The last three are verdicts. */
export type ForeseenAction = {
  action: PushAction;
  isPossible: boolean;
  /** What the push would be then; null when it is not possible. */
  becomes: PushRow['state'] | null;
  /** Why not, or what else to know. */
  detail: string | null;
  /** The user could get the message twice: only with `mayDuplicate`. */
  mayDuplicate: boolean;
  /** Free grants of the user for the template, as they are and as they would be. */
  grants: { now: number; then: number };
};

export type ForeseeActions = (push: PushRow) => Promise<ForeseenAction[]>;

type Tried = { kind: string; mayDuplicate?: boolean };
type Trial = (inside: AtomicStorage, push: PushRow) => Promise<Tried>;

const nobody = 'foreseen';

const verdict =
  (word: 'delivered' | 'resend' | 'dead'): Trial =>
  ({ hotPath }, { id }) =>
    hotPath.giveVerdict({
      ...{ pushId: id, verdict: word, actor: nobody },
      ...{ reason: null, requestId: null },
    });

const trials: Record<PushAction, Trial> = {
  cancel: async ({ hotPath }, { id }) => ({
    kind: await hotPath.cancelPush({ pushId: id, actor: nobody }),
  }),
  replay: async ({ hotPath }, { id }) => {
    const given = { pushId: id, ttlSeconds: null, actor: nobody };
    const { result } = await hotPath.replayPush({ ...given, allowsDuplicates: false });
    if (result.kind !== 'may-duplicate') return { kind: result.kind };
    const again = await hotPath.replayPush({ ...given, allowsDuplicates: true });
    return { kind: again.result.kind, mayDuplicate: true };
  },
  delivered: verdict('delivered'),
  resend: verdict('resend'),
  dead: verdict('dead'),
};

/** Why an action that was tried did nothing. */
const refusals: Record<string, string> = {
  delivered: 'WeChat said that it was delivered.',
  expired: 'It has expired and cannot be sent again.',
  'recipient-erased': 'The recipient was erased.',
  'template-removed': 'The app has no such template any more.',
  'no-grant': 'The user has no grant to spare, and the push is not to be parked.',
};

/**
 * Tells of each button what it would do, by doing it and taking it back: by the rules of the deed itself. The locks are held as
 * long as the deed would hold them.
 */
export function createForeseeActions(deps: {
  storage: Pick<Storage, 'tryOut' | 'pushes'>;
  catalog: Pick<AppCatalog, 'findTemplate'>;
}): ForeseeActions {
  const attempt = (action: PushAction, push: PushRow): Promise<ForeseenAction> =>
    deps.storage.tryOut(async (inside) => {
      const before = await countGrants(inside, push);
      const { kind, mayDuplicate = false } = await trials[action](inside, push);
      const after = await inside.pushes.find(push.id);
      const isPossible = after !== null && after.state !== push.state;
      const then = await countGrants(inside, push);
      return {
        ...{ action, isPossible, becomes: isPossible ? after.state : null },
        detail: isPossible ? null : (refusals[kind] ?? `The push is ${after?.state ?? 'gone'}.`),
        ...{ mayDuplicate: mayDuplicate && isPossible, grants: { now: before, then } },
      };
    });

  return async (push) => {
    const foreseen: ForeseenAction[] = [];
    const now = await countGrants(deps.storage, push);
    for (const action of pushActions) {
      if (!isWorthTrying(action, push.state)) {
        const hopeless = { action, isPossible: false, becomes: null, mayDuplicate: false };
        const detail = `The push is ${push.state}.`;
        foreseen.push({ ...hopeless, detail, grants: { now, then: now } });
        continue;
      }
      const problem = action === 'replay' ? await obstacleOf(deps.catalog, push) : null;
      const tried = await attempt(action, push);
      foreseen.push(problem === null ? tried : impossible(tried, problem));
    }
    return foreseen;
  };
}

/** Each is for some states alone: nobody waits for what the deed would refuse at once. */
function isWorthTrying(action: PushAction, state: PushRow['state']): boolean {
  if (action === 'cancel') return ['scheduled', 'parked', 'queued', 'retrying'].includes(state);
  return action === 'replay' ? state === 'dead' : state === 'unconfirmed';
}

/** A push with data that the template refuses would only fail again. */
async function obstacleOf(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  push: PushRow,
): Promise<string | null> {
  if (push.state !== 'dead') return null;
  const template = await catalog.findTemplate(push.appId, push.templateId);
  const obstacle = findReplayObstacle({
    errcode: push.reason?.errcode ?? null,
    data: push.data,
    template,
  });
  if (obstacle === null) return null;
  const problems = obstacle.problems.map(({ pointer, message }) => `${pointer} ${message}`);
  return ['It would only fail again', ...problems].join('; ');
}

function impossible(tried: ForeseenAction, detail: string): ForeseenAction {
  const grants = { now: tried.grants.now, then: tried.grants.now };
  return { ...tried, isPossible: false, becomes: null, detail, mayDuplicate: false, grants };
}

async function countGrants(inside: Pick<AtomicStorage, 'pushes'>, push: PushRow): Promise<number> {
  const { appId, templateId, userId, onNoGrant } = push;
  if (userId === null) return 0;
  const { available } = await inside.pushes.foresee({
    ...{ appId, templateId, userId, onNoGrant, hasUser: true, sendAt: null },
  });
  return available;
}
