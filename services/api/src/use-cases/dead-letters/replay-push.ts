import { presentPush } from '@yuexin/callbacks';
import { findReplayObstacle } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { PushRow, ReplayResult } from '@yuexin/storage';
import { actorOf } from '../../http/caller.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { noSuch } from '../pushes/find-visible-push.ts';
import type { OfferDue } from '../pushes/offer-due.ts';
import type { ActingFor, PerformAction } from '../operators/perform-action.ts';

export type ReplayPush = (
  input: ActingFor & {
    push: PushRow;
    ttlSeconds: number | null;
    allowsDuplicates: boolean;
    /** For the audit. */
    why: string | undefined;
  },
) => Promise<PushRow>;

/**
 * Puts a dead push back and on its queue; resolves to what it is now. Throws `conflict` unless it is dead and certainly was not delivered, `no-grant`, and
 * what a new push with its template, data and recipient would be refused for; nothing is changed then.
 */
export function createReplayPush(deps: {
  catalog: Pick<AppCatalog, 'findTemplate'>;
  offerDue: OfferDue;
  performAction: PerformAction;
}): ReplayPush {
  return async ({ push, caller, requestId, why, ...choice }) => {
    // Asked first, so that a second click is not told of a template.
    if (push.state !== 'dead') throw notDead(push.state);
    const { appId, templateId, data } = push;
    const template = await deps.catalog.findTemplate(appId, templateId);
    const errcode = push.reason?.errcode ?? null;
    const obstacle = findReplayObstacle({ errcode, data, template });
    if (obstacle !== null)
      throw new AppError(obstacle.code, {
        message: 'It would only fail again: see `errors`. Push it anew when it is mended.',
        problems: obstacle.problems,
      });
    const given = { pushId: push.id, ...choice, actor: actorOf(caller) };
    const { after, due } = await deps.performAction({ caller, requestId }, async (inside) => {
      const replayed = await inside.hotPath.replayPush(given);
      const { kind } = replayed.result;
      if (kind !== 'queued' && kind !== 'parked') throw refusalOf(kind);
      const now = await inside.pushes.find(push.id);
      if (now === null) throw noSuch('push');
      const result = { after: now, due: replayed.due };
      return { result, action: actionOf({ push, now, why, ...choice }) };
    });
    await deps.offerDue(due);
    return after;
  };
}

function actionOf(given: {
  push: PushRow;
  now: PushRow;
  allowsDuplicates: boolean;
  why: string | undefined;
}) {
  const { push, now, allowsDuplicates, why } = given;
  const { state, cycle, reason, expiresAt } = presentPush(now);
  return {
    ...{ action: 'push.replay', target: `push:${push.id}`, appId: push.appId },
    before: { state: push.state, reason: push.reason },
    after: { state, reason, expiresAt, cycle, ...(allowsDuplicates && { mayDuplicate: true }) },
    ...(why !== undefined && { reason: why }),
  };
}

type Refusal = Exclude<ReplayResult['kind'], 'queued' | 'parked'>;

const notDead = (state?: string): AppError =>
  new AppError('conflict', {
    message: `Only a dead push can be replayed; it is ${state ?? 'not dead any more'}.`,
  });

const refusals = {
  'not-found': () => noSuch('push'),
  'not-dead': () => notDead(),
  delivered: () =>
    new AppError('conflict', {
      message: 'WeChat said that it was delivered. Push anew to send it a second time.',
    }),
  'may-duplicate': () =>
    new AppError('conflict', {
      message:
        'One of its attempts may have been delivered: the user could get it twice. Say `mayDuplicate` to send it all the same.',
      problems: [
        {
          pointer: '/mayDuplicate',
          rule: 'may-duplicate',
          message: 'must be true for a push that may have been delivered',
        },
      ],
    }),
  'recipient-erased': () =>
    new AppError('recipient-unknown', { message: 'The recipient was erased.' }),
  'template-removed': () =>
    new AppError('template-unknown', { message: 'The app has no such template any more.' }),
  'no-grant': () =>
    new AppError('no-grant', {
      message: 'The user has no grant to spare, and the push is not to be parked.',
    }),
} satisfies Record<Refusal, () => AppError>;

function refusalOf(kind: Refusal): AppError {
  return refusals[kind]();
}
