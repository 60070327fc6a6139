import { expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { httpAnswer, type RawRequest } from '../test-support/create-raw-server.ts';
import { sendWith } from '../test-support/send-with.ts';
import { withRawServer } from '../test-support/with-raw-server.ts';

/** mulberry32: the same faults in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const openidIn = (request: RawRequest): string =>
  (JSON.parse(request.body.toString('utf8')) as { touser: string }).touser;
const answerTo = (openid: string) =>
  httpAnswer({ body: `{"errcode":0,"errmsg":"ok","msgid":19888108123243${openid.slice(1)}}` });

test.each([1, 2, 3])(
  'when connections break at any point (seed %i), then no send is repeated, none lost is called not-sent, and none unsent is called accepted',
  async (seed) => {
    const random = createRandom(seed);
    const faultsOnConnect: ((socket: Socket) => void)[] = [
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.end(),
      (socket) => {
        socket.pause();
        setTimeout(() => socket.resetAndDestroy(), 20);
      },
    ];
    const faultsOnRequest: ((socket: Socket, answer: Buffer) => void)[] = [
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.end(),
      (socket, answer) => socket.end(answer),
      (socket, answer) => socket.write(answer, () => socket.resetAndDestroy()),
      (socket, answer) => socket.end(answer.subarray(0, answer.length - 5)),
      (socket) => setTimeout(() => socket.destroy(), 700),
    ];
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

    await withRawServer(
      {
        onConnection: (socket) => {
          if (random() < 0.1) pick(faultsOnConnect)(socket);
        },
        onRequest: (request, socket) => {
          const answer = answerTo(openidIn(request));
          if (random() < 0.25) pick(faultsOnRequest)(socket, answer);
          else socket.write(answer);
        },
        client: { maxSendConnections: 12, timeouts: { requestMs: 500 } },
      },
      async ({ client, server }) => {
        const openids = Array.from(
          { length: 400 },
          (_, index) => `o${String(index).padStart(5, '0')}`,
        );
        const replies = new Map(
          await Promise.all(
            openids.map(async (openid) => {
              await new Promise((resolve) => setTimeout(resolve, random() * 800));
              const { outcome } = await sendWith(client, { openid });
              return [openid, outcome] as const;
            }),
          ),
        );

        const everything = server.received().join('');
        const reached = server.requests.map(openidIn);
        expect(reached).toHaveLength(new Set(reached).size);
        const kinds = new Set<string>();
        for (const [openid, outcome] of replies) {
          kinds.add(outcome.kind);
          if (outcome.kind === 'not-sent') expect(everything).not.toContain(openid);
          if (outcome.kind === 'accepted') {
            expect(reached).toContain(openid);
            expect(outcome.msgid).toBe(`19888108123243${openid.slice(1)}`);
          }
        }
        expect(kinds).toContain('accepted');
        expect(kinds).toContain('unconfirmed');
      },
    );
  },
);
