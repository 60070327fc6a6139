import { createHttpSender } from '../load/http-sender.ts';
import { benchData, benchTemplate } from '../upstream/bench-template.ts';
import { openidOf } from './seed-ledger.ts';

const BATCH = 250;
const AT_ONCE = 4;

type BatchAnswer = { results: ({ push: { id: string; state: string } } | { problem: unknown })[] };

/** A request for the n-th user. */
export const pushOf = (appId: string, user: number): object => ({
  appId,
  templateId: benchTemplate.priTmplId,
  to: { openid: openidOf(user) },
  data: benchData,
  page: 'pages/goods/detail?id=42',
});

/** Asks for one push to each of `count` users, in batches, and resolves when all were accepted as queued. */
export async function acceptPushes(input: {
  apiUrl: string;
  key: string;
  appId: string;
  count: number;
  /** Default: the n-th push to the n-th user. */
  userOf?: (index: number) => number;
}): Promise<void> {
  const { apiUrl, key, appId, count, userOf = (index: number): number => index } = input;
  const sender = createHttpSender({ origin: apiUrl, connections: AT_ONCE });
  const headers = [`Authorization: Bearer ${key}`, 'Content-Type: application/json'];
  let next = 0;
  const carry = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next = Math.min(count, first + BATCH);
      const indexes = Array.from({ length: next - first }, (_, offset): number => first + offset);
      const body = JSON.stringify({ pushes: indexes.map((index) => pushOf(appId, userOf(index))) });
      const reply = await sender.send({ method: 'POST', path: '/v1/pushes/batch', headers, body });
      requireQueued(reply.status, reply.body);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, carry));
  } finally {
    sender.close();
  }
}

function requireQueued(status: number, body: Buffer): void {
  const text = body.toString('utf8');
  if (status !== 202) throw new Error(`A batch was answered ${String(status)}: ${text}`);
  const { results } = JSON.parse(text) as BatchAnswer;
  const bad = results.find((result) => !('push' in result) || result.push.state !== 'queued');
  if (bad !== undefined) throw new Error(`A push was not queued: ${JSON.stringify(bad)}`);
}
