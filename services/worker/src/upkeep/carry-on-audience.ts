import { normaliseError } from '@yuexin/errors';
import type {
  AudienceAtWork,
  AudienceRepository,
  Storage,
  WaitingRecipient,
} from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import { judgeAudience, type AudienceTemplate } from './judge-audience.ts';
import { writeAudiencePushes, type WrittenPushes } from './write-audience-pushes.ts';

export type AudienceDeps = {
  audiences: Pick<AudienceRepository, 'listWaiting' | 'step' | 'hold' | 'stop'>;
  templates: Pick<Storage['templates'], 'list'>;
  users: Pick<Storage['users'], 'importUsers'>;
  upkeep: Pick<Storage['upkeep'], 'countQueued'>;
  feeder: Pick<QueueFeeder, 'feed'>;
  clock: Clock;
  logger: Logger;
  metrics: Pick<WorkerMetrics, 'audienceRecipients'>;
  backlogMax: number;
};

/** Pushes of one step at most: as many as the api accepts in one statement. */
const stepSize = 250;
/** Steps of one run: no audience keeps the others waiting. */
const maxSteps = 20;
/**
 * Queued pushes of an app beyond which its audiences hold back: enough for a few seconds of sending, so that the queue never runs dry
 * for their sake, and little enough that whoever asks for a push meanwhile finds room, in the queue and at the api's door.
 */
const fullQueue = 10_000;

/** As many pushes of an audience as its rate and the backlog allow now are made. Resolves to the recipients whose turn came. */
export async function carryOnAudience(
  deps: AudienceDeps,
  audience: AudienceAtWork,
  signal: AbortSignal,
): Promise<number> {
  const templates = await deps.templates.list(audience.appId);
  const room = await findRoom(deps, audience.appId);
  const verdict = judgeAudience({ audience, templates, room, now: deps.clock.now() });
  if (verdict.kind === 'stop') {
    const { code, message } = verdict;
    if (await deps.audiences.stop(audience.id, { code, message }))
      deps.logger.warn('an audience stopped by itself', { audienceId: audience.id, code });
    return 0;
  }
  if (verdict.kind === 'hold') {
    if (audience.heldFor !== verdict.code) await deps.audiences.hold(audience.id, verdict.code);
    return 0;
  }
  return makePushes(deps, { audience, templates, signal, allowed: verdict.allowed });
}

async function findRoom({ upkeep, backlogMax }: AudienceDeps, appId: string): Promise<number> {
  const atMost = Math.min(fullQueue, Math.ceil(backlogMax / 2));
  return atMost - (await upkeep.countQueued({ appId, atMost }));
}

async function makePushes(
  deps: AudienceDeps,
  input: {
    audience: AudienceAtWork;
    templates: readonly AudienceTemplate[];
    signal: AbortSignal;
    allowed: number;
  },
): Promise<number> {
  const { audience, templates, signal } = input;
  let { allowed } = input;
  let after = audience.cursorLine;
  let total = 0;
  for (let steps = 0; steps < maxSteps && allowed > 0 && !signal.aborted; steps += 1) {
    const limit = Math.min(allowed, stepSize);
    const found = await deps.audiences.listWaiting({ audienceId: audience.id, after, limit });
    const recipients = await register(deps, audience.appId, found);
    const written = writeAudiencePushes({
      ...{ audience, templates, recipients, now: deps.clock.now() },
    });
    const through = recipients.at(-1)?.line ?? after;
    const isEnd = recipients.length < limit;
    const made = await take(deps, { audience, after, through, isEnd, written });
    if (made === null) break;
    total += recipients.length;
    allowed -= made;
    after = through;
    if (isEnd) break;
  }
  return total;
}

type Taking = {
  audience: AudienceAtWork;
  after: number;
  through: number;
  isEnd: boolean;
  written: WrittenPushes;
};

/** Resolves to the pushes made; null: another worker has the audience, or it does not run any more. */
async function take(deps: AudienceDeps, taking: Taking): Promise<number | null> {
  const { audience, after, through, isEnd, written } = taking;
  try {
    const step = await deps.audiences.step({
      ...{ audienceId: audience.id, after, through, isDone: isEnd },
      ...written,
    });
    if (step.kind === 'stale') return null;
    await deps.feeder.feed(step.due);
    deps.metrics.audienceRecipients.inc({ result: 'accepted' }, step.accepted);
    deps.metrics.audienceRecipients.inc({ result: 'refused' }, step.refused);
    return step.accepted;
  } catch (error) {
    const { kind } = normaliseError(error);
    if (kind === 'unavailable' || written.pushes.length === 0) throw error;
    return takeApart(deps, taking, error);
  }
}

/** What the database refuses is found by halves: one poison push does not hold up its neighbours. */
async function takeApart(
  deps: AudienceDeps,
  taking: Taking,
  error: unknown,
): Promise<number | null> {
  const { audience, after, through, isEnd, written } = taking;
  const { pushes, refused } = written;
  const [only] = pushes;
  if (only !== undefined && pushes.length === 1) {
    deps.logger.error('a push of an audience could not be stored', {
      ...{ audienceId: audience.id, line: only.line, error },
    });
    const problems = [{ pointer: '', rule: 'failed', message: 'could not be stored' }];
    const told = [...refused, { line: only.line, problems }];
    return take(deps, { ...taking, written: { pushes: [], refused: told } });
  }
  const middle = pushes[Math.ceil(pushes.length / 2) - 1]?.line ?? through;
  const isFirst = ({ line }: { line: number }): boolean => line <= middle;
  const first = await take(deps, {
    ...{ audience, after, through: middle, isEnd: false },
    written: { pushes: pushes.filter(isFirst), refused: refused.filter(isFirst) },
  });
  if (first === null) return null;
  const rest = await take(deps, {
    ...{ audience, after: middle, through, isEnd },
    written: {
      pushes: pushes.filter((one) => !isFirst(one)),
      refused: refused.filter((one) => !isFirst(one)),
    },
  });
  return rest === null ? null : first + rest;
}

/** Openids that nobody was seen with become users, as those of a single push do. */
async function register(
  deps: AudienceDeps,
  appId: string,
  recipients: WaitingRecipient[],
): Promise<WaitingRecipient[]> {
  const unseen = recipients.flatMap(({ userId, openid }) =>
    userId === null && openid !== null ? [{ openid, phone: null, unionid: null }] : [],
  );
  if (unseen.length === 0) return recipients;
  const users = await deps.users.importUsers(appId, unseen);
  const idOf = new Map(users.map(({ id, openid }) => [openid, id]));
  return recipients.map((one) => ({
    ...one,
    userId: one.userId ?? (one.openid === null ? null : (idOf.get(one.openid) ?? null)),
  }));
}
