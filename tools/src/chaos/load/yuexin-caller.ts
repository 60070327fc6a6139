import { setTimeout as delay } from 'node:timers/promises';
import { TAG_KEYWORD } from '../plan/chaos-apps.ts';
import type { PlannedPush } from '../plan/plan-load.ts';
import type { Person } from '../stack/seed-chaos-apps.ts';
import type { Answer, CallUntilAnswered, ReliableCall } from './call-until-answered.ts';
import type { LoadRecord } from './load-record.ts';

/** A business system: asks for messages, with a key each, until it is told what became of the request. */
export type PushCaller = {
  push(push: PlannedPush): Promise<void>;
  batch(pushes: readonly PlannedPush[]): Promise<void>;
};

type Told = { id: string; state: string };
type Problem = { code?: string; retryable?: boolean };
type BatchResult = { push?: Told; problem?: Problem };
type Item = { push: PlannedPush; body: Record<string, unknown> };

const ITEM_RETRY_MS = 300;

export function createYuexinCaller(deps: {
  apiUrl: string;
  key: string;
  people: readonly Person[];
  call: CallUntilAnswered;
  record: LoadRecord;
}): PushCaller {
  const { apiUrl, key, people, call, record } = deps;
  const url = `${apiUrl}/v1/pushes`;

  const askFor = createAsk({ call, record });

  const askOne = async (push: PlannedPush, body: unknown): Promise<void> => {
    const headers = { 'idempotency-key': push.tag };
    const answer = await askFor({ url, key, headers, body }, push);
    if (answer === null) return;
    const told = answer.body as Told;
    record.accept(push, told);
    if (push.cancelAfterMs === null) return;
    await delay(push.cancelAfterMs);
    const cancelled = await call({ url: `${url}/${told.id}/cancel`, key, body: {} });
    record.count(cancelled?.status === 200 ? 'cancelled' : 'too late to cancel');
  };

  /** Items that could not be stored just now are asked for again, with their keys. */
  const askTogether = async (items: readonly Item[]): Promise<void> => {
    const body = { pushes: items.map((item) => item.body) };
    const answer = await askFor({ url: `${url}/batch`, key, body });
    if (answer === null) return;
    const { results } = answer.body as { results: BatchResult[] };
    const again: Item[] = [];
    for (const [index, item] of items.entries()) {
      const result = results[index];
      if (result?.push) record.accept(item.push, result.push);
      else if (result?.problem?.retryable === true) again.push(item);
      else record.refuse(item.push, result?.problem?.code ?? 'unknown', answer.unheard);
    }
    if (again.length === 0) return;
    record.count('requests repeated by callers');
    await delay(ITEM_RETRY_MS);
    await askTogether(again);
  };

  return {
    async push(push) {
      // Written once: a repeated request has the very same body.
      const body = pushBody(push, people);
      if (push.isAskedTwice) record.count('requests made twice at once');
      const times = push.isAskedTwice ? 2 : 1;
      await Promise.all(Array.from({ length: times }, () => askOne(push, body)));
    },
    batch: (pushes) =>
      askTogether(
        pushes.map((push) => ({
          push,
          body: { ...pushBody(push, people), idempotencyKey: push.tag },
        })),
      ),
  };
}

/** Resolves to the 202; to null, written down, where the request found no answer or was refused as a whole. */
function createAsk({ call, record }: { call: CallUntilAnswered; record: LoadRecord }) {
  return async (request: ReliableCall, push: PlannedPush | null = null): Promise<Answer | null> => {
    const answer = await call(request);
    if (answer === null) {
      record.count('never answered');
      return null;
    }
    if (answer.tries > 1) record.count('requests repeated by callers', answer.tries - 1);
    if (answer.status === 202) return answer;
    // Asked twice at once, each is a try beside the other's.
    const unheard = answer.unheard + Number(push?.isAskedTwice === true);
    record.refuse(push, (answer.body as Problem).code ?? 'unknown', unheard);
    return null;
  };
}

function pushBody(push: PlannedPush, people: readonly Person[]): Record<string, unknown> {
  const person = people[push.user];
  const { app, priority, onNoGrant, onUnconfirmed, ttlSeconds, sendAfterMs } = push;
  return {
    appId: app.appId,
    templateId: push.templateId,
    to:
      push.address === 'phone'
        ? { phone: person?.phone }
        : { openid: person?.openids.get(app.appId) },
    data: { thing1: '【广州】-->【上海】', [TAG_KEYWORD]: push.tag },
    bizId: push.tag,
    ...(priority !== null && { priority }),
    ...(onNoGrant !== null && { onNoGrant }),
    ...(onUnconfirmed !== null && { onUnconfirmed }),
    ...(ttlSeconds !== null && { ttlSeconds }),
    ...(sendAfterMs !== null && { sendAt: new Date(Date.now() + sendAfterMs).toISOString() }),
  };
}
