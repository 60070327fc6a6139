import { createHash, randomBytes } from 'node:crypto';
import {
  firstPlace,
  type ReplayFilter,
  type ReplayPlace,
  type ReplayPreview,
  type Storage,
} from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { actorOf, type KeyCaller } from '../../http/caller.ts';
import { createReplayTally } from './replay-tally.ts';

export type PreviewReplay = (input: {
  caller: KeyCaller;
  appId: string | undefined;
  filter: ReplayFilter;
  allowsDuplicates: boolean;
}) => Promise<ReplayPreview & { previewToken: string }>;

/** A replay covers this many pushes at most: those that are left are for the next preview. */
const mostPushes = 20_000;
/** A filter that fits little walks far: what was not reached by then is for the next preview. Well within the route’s deadline. */
const longestWalkMs = 8_000;
const pageSize = 1_000;
const walk = 5_000;
const tokenLifeMs = 15 * 60_000;

export const hashOfPreviewToken = (token: string): Buffer =>
  createHash('sha256').update(token, 'utf8').digest();

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'list'>;
    replays: Pick<Storage['replays'], 'openPreview' | 'listDead' | 'closePreview'>;
  };
  clock: Clock;
};

/** Counts what a replay would do to the pushes that are dead now, and gives out the token that starts exactly that one. */
export function createPreviewReplay(deps: Deps): PreviewReplay {
  const { replays } = deps.storage;
  return async ({ caller, appId, filter, allowsDuplicates }) => {
    const appIds = (await findAppIds(deps, caller, appId)).toSorted();
    const { callerId } = caller;
    const actor = actorOf(caller);
    const lifeMs = tokenLifeMs;
    const owner = { callerId, actor, appIds };
    const id = await replays.openPreview({ ...owner, filter, allowsDuplicates, lifeMs });
    const tally = createReplayTally({ allowsDuplicates });
    const through = await walkAll(deps, { replayId: id, appIds, tally });
    const preview = { ...tally.counts(), isCapped: through !== null };
    const previewToken = `rpt_${randomBytes(24).toString('base64url')}`;
    await replays.closePreview({
      ...{ id, preview, through },
      tokenHash: hashOfPreviewToken(previewToken),
    });
    return { ...preview, previewToken };
  };
}

/** Resolves to the last push looked at when there are more, else null. */
async function walkAll(
  deps: Deps,
  input: {
    replayId: string;
    appIds: readonly string[];
    tally: ReturnType<typeof createReplayTally>;
  },
): Promise<ReplayPlace | null> {
  const { replayId, appIds, tally } = input;
  const endsAtMs = deps.clock.monotonicMs() + longestWalkMs;
  for (const appId of appIds) {
    let after: string = firstPlace;
    let isEnd = false;
    while (!isEnd) {
      const limit = Math.min(pageSize, mostPushes - tally.counts().matched);
      if (limit === 0 || deps.clock.monotonicMs() > endsAtMs) return { appId, after };
      const place = { appId, after };
      const page = await deps.storage.replays.listDead({ replayId, place, limit, walk });
      tally.add(page);
      after = page.lastId ?? after;
      isEnd = page.isEnd;
    }
  }
  return null;
}

/** The app asked for, else all that the key may see; none of another’s. */
async function findAppIds(
  { storage }: Deps,
  caller: KeyCaller,
  asked: string | undefined,
): Promise<readonly string[]> {
  const visible = caller.appIds ?? (await storage.apps.list()).map((app) => app.appId);
  return asked === undefined ? visible : visible.filter((appId) => appId === asked);
}
