import { findReplayObstacle } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { PushRow, ReplayResult, Storage } from '@yuexin/storage';
import type { AppCatalog } from './app-catalog.ts';
import { noSuch } from './find-visible-push.ts';
import type { OfferDue } from './offer-due.ts';

export type ReplayPush = (input: {
  push: PushRow;
  ttlSeconds: number | null;
  allowsDuplicates: boolean;
  actor: string;
}) => Promise<void>;

/**
 * Puts a dead push back and on its queue. Throws `conflict` unless it is dead and certainly was not delivered, `no-grant`, and
 * what a new push with its template, data and recipient would be refused for; nothing is changed then.
 */
export function createReplayPush(deps: {
  storage: { hotPath: Pick<Storage['hotPath'], 'replayPush'> };
  catalog: Pick<AppCatalog, 'findTemplate'>;
  offerDue: OfferDue;
}): ReplayPush {
  return async ({ push, ...choice }) => {
    // Asked first, so that a second click is not told of a template.
    if (push.state !== 'dead') throw notDead(push.state);
    const { appId, templateId, data } = push;
    const template = await deps.catalog.findTemplate(appId, templateId);
    const obstacle = findReplayObstacle({ data, template });
    if (obstacle !== null)
      throw new AppError(obstacle.code, {
        message: 'It would only fail again: see `errors`. Push it anew when it is mended.',
        problems: obstacle.problems,
      });
    const { result, due } = await deps.storage.hotPath.replayPush({ pushId: push.id, ...choice });
    if (result.kind !== 'queued' && result.kind !== 'parked') throw refusalOf(result.kind);
    await deps.offerDue(due);
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
