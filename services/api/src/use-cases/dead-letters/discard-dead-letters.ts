import { AppError } from '@yuexin/errors';
import { firstPlace, type CoveredByPreview, type Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { actorOf } from '../../http/caller.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import type { ActingFor, PerformAction } from '../operators/perform-action.ts';
import { hashOfPreviewToken } from './preview-replay.ts';

export type DiscardDeadLetters = (
  input: ActingFor & { previewToken: string; why: string },
) => Promise<{ discarded: number; isComplete: boolean }>;

/** One transaction each: so long are the users' rows held. */
const pageSize = 500;
const walk = 5_000;
/** Well within the route's deadline; whoever asks again goes on. */
const longestMs = 15_000;

type Deps = {
  storage: { replays: Pick<Storage['replays'], 'findPreview' | 'listDead'> };
  performAction: PerformAction;
  clock: Clock;
};

/**
 * Ends the dead letters that a preview counted, page by page, each with its audit row. Asked again with the same token it goes on;
 * what died since the preview, or lives again, is left as it is. Throws `invalid-request` and `conflict` for a token that is no good.
 */
export function createDiscardDeadLetters(deps: Deps): DiscardDeadLetters {
  const { replays } = deps.storage;
  return async ({ previewToken, caller, requestId, why }) => {
    const { callerId } = caller;
    const tokenHash = hashOfPreviewToken(previewToken);
    const preview = requirePreview(await replays.findPreview({ tokenHash, callerId }));
    const endsAtMs = deps.clock.monotonicMs() + longestMs;
    let discarded = 0;
    for (const appId of appsOf(preview)) {
      let after: string = firstPlace;
      let isEnd = false;
      while (!isEnd) {
        if (deps.clock.monotonicMs() > endsAtMs) return { discarded, isComplete: false };
        const place = { appId, after };
        const page = await replays.listDead({
          ...{ replayId: preview.id, place, limit: pageSize, walk },
        });
        const pushIds = page.pushes.map(({ id }) => id);
        const by = { caller, requestId };
        discarded += await discardPage(deps, by, { preview, appId, pushIds, why });
        after = page.lastId ?? after;
        isEnd = page.isEnd;
      }
    }
    return { discarded, isComplete: true };
  };
}

type Page = { preview: CoveredByPreview; appId: string; pushIds: readonly string[]; why: string };

function discardPage(
  { performAction }: Deps,
  by: ActingFor,
  { preview, appId, pushIds, why }: Page,
): Promise<number> {
  const { filter, previewedAt: diedBefore } = preview;
  if (pushIds.length === 0) return Promise.resolve(0);
  return performAction(by, async ({ hotPath }) => {
    const actor = actorOf(by.caller);
    const discarded = await hotPath.discardPushes({ pushIds, diedBefore, why, actor });
    const told = { after: { discarded, filter }, reason: why };
    const action = { action: 'dead-letter.discard', target: `app:${appId}`, appId, ...told };
    return { result: discarded, action: discarded === 0 ? null : action };
  });
}

/** In the order they were walked, up to the one with the last push covered. */
function appsOf({ appIds, throughAppId }: CoveredByPreview): readonly string[] {
  return throughAppId === null ? appIds : appIds.slice(0, appIds.indexOf(throughAppId) + 1);
}

function requirePreview(
  found: Awaited<ReturnType<Storage['replays']['findPreview']>>,
): CoveredByPreview {
  if (found.kind === 'found') return found.preview;
  if (found.kind === 'unknown') {
    const message = 'is no token of a preview of yours';
    throw invalidRequest([{ pointer: '/previewToken', rule: 'known-preview', message }]);
  }
  throw new AppError('conflict', {
    message:
      found.kind === 'started'
        ? 'A replay was started from this preview: preview again for what is still dead.'
        : 'The preview is older than 15 minutes: preview again.',
  });
}
