import { findReplayObstacle } from '@yuexin/domain';
import {
  firstPlace,
  type DeadPage,
  type ReplayPlace,
  type ReplayRepository,
  type RunningReplay,
} from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';

export type ReplayDeps = {
  replays: Pick<ReplayRepository, 'listDead' | 'step'>;
  feeder: Pick<QueueFeeder, 'feed'>;
  metrics: Pick<WorkerMetrics, 'replayPushes'>;
};

/** Pushes of one step at most, and rows of the dead that one step looks at. */
const stepSize = 200;
const walk = 5_000;
/** Steps of one run: a replay whose filter fits nothing for long does not keep the others waiting. */
const maxSteps = 20;

/** As many pushes of a replay as its rate allows now go back to their queues. Resolves to those it dealt with. */
export async function carryOnReplay(
  deps: ReplayDeps,
  replay: RunningReplay,
  signal: AbortSignal,
): Promise<number> {
  let { allowed } = replay;
  let place: ReplayPlace | null = replay.place;
  let total = 0;
  for (let steps = 0; steps < maxSteps && allowed > 0 && place !== null; steps += 1) {
    if (signal.aborted) break;
    const limit = Math.min(allowed, stepSize);
    const page = await deps.replays.listDead({ replayId: replay.id, place, limit, walk });
    const next = placeAfter(replay, place, page);
    const step = await deps.replays.step({ replayId: replay.id, place, next, ...sort(page) });
    if (step.kind === 'stale') break;
    await deps.feeder.feed(step.due);
    count(deps, step);
    allowed -= step.replayed + step.parked;
    total += page.pushes.length;
    place = next;
  }
  return total;
}

/** Null: there is nothing left. */
function placeAfter(replay: RunningReplay, place: ReplayPlace, page: DeadPage): ReplayPlace | null {
  if (!page.isEnd) return { appId: place.appId, after: page.lastId ?? place.after };
  const at = replay.appIds.indexOf(place.appId);
  const appId = replay.appIds[at + 1];
  if (appId === undefined || place.appId === replay.throughAppId) return null;
  return { appId, after: firstPlace };
}

/** Whose data no longer fits its template, and whom WeChat refused for good, stays dead; everything else PostgreSQL decides under the lock. */
function sort({ pushes, templates }: DeadPage): { pushIds: string[]; failingIds: string[] } {
  const templateOf = new Map(templates.map((template) => [template.templateId, template]));
  const isFailing = (push: DeadPage['pushes'][number]): boolean =>
    push.verdict !== 'delivered' &&
    findReplayObstacle({
      ...push,
      template: templateOf.get(push.templateId) ?? null,
    }) !== null;
  const failing = new Set(pushes.filter(isFailing));
  return {
    pushIds: pushes.filter((push) => !failing.has(push)).map(({ id }) => id),
    failingIds: [...failing].map(({ id }) => id),
  };
}

const results = ['replayed', 'parked', 'failed', 'leftOut', 'skipped'] as const;

function count(deps: ReplayDeps, step: Record<(typeof results)[number], number>): void {
  for (const result of results)
    if (step[result] > 0) deps.metrics.replayPushes.inc({ result }, step[result]);
}
