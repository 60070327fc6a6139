import { createHttpSender, type HttpReply } from '../load/http-sender.ts';
import { benchData, benchTemplate } from '../upstream/bench-template.ts';
import { openidOf } from './seed-ledger.ts';

const BATCH = 100;
const AT_ONCE = 2;

type BatchAnswer = { results: ({ push: { id: string; state: string } } | { problem: unknown })[] };

/** A request for the n-th user; with a stamp the upstream measures how long it took to get there. */
export const pushOf = (appId: string, user: number, stampMs?: number): object => ({
  appId,
  templateId: benchTemplate.priTmplId,
  to: { openid: openidOf(user) },
  data: benchData,
  page: `pages/goods/detail?${stampMs === undefined ? 'id=42' : `stamp=${stampMs.toFixed(3)}`}`,
});

/** Asks for `count` pushes, in batches, and resolves when all were accepted in the state that is expected. */
export async function acceptPushes(input: {
  apiUrl: string;
  key: string;
  appId: string;
  count: number;
  /** Default: the n-th push to the n-th user. */
  userOf?: (index: number) => number;
  /** Default: queued. */
  state?: 'queued' | 'parked';
  batchSize?: number;
  atOnce?: number;
}): Promise<void> {
  const { apiUrl, key, appId, count, userOf = (index: number): number => index } = input;
  const { state = 'queued', batchSize = BATCH, atOnce = AT_ONCE } = input;
  const sender = createHttpSender({ origin: apiUrl, connections: atOnce });
  const headers = [`Authorization: Bearer ${key}`, 'Content-Type: application/json'];
  let next = 0;
  const carry = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next = Math.min(count, first + batchSize);
      const indexes = Array.from({ length: next - first }, (_, offset): number => first + offset);
      const body = JSON.stringify({ pushes: indexes.map((index) => pushOf(appId, userOf(index))) });
      const reply = await sender.send({ method: 'POST', path: '/v1/pushes/batch', headers, body });
      requireState(reply, state);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, carry));
  } finally {
    sender.close();
  }
}

function requireState({ status, body }: HttpReply, state: string): void {
  const text = body.toString('utf8');
  if (status !== 202) throw new Error(`A batch was answered ${String(status)}: ${text}`);
  const { results } = JSON.parse(text) as BatchAnswer;
  const bad = results.find((result) => !('push' in result) || result.push.state !== state);
  if (bad !== undefined) throw new Error(`A push was not ${state}: ${JSON.stringify(bad)}`);
}
