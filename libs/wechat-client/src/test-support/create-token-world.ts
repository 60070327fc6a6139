import { createTokenSource, type TokenSourceOptions } from '../token/create-token-source.ts';
import type { TokenConflict, TokenRefusal } from '../token/app-token.ts';
import type { CallResult, TokenSource } from '../wechat-client.ts';
import { createFakeTime, type FakeTime } from './create-fake-time.ts';
import { createMemoryTokenStore } from './create-memory-token-store.ts';
import { createRecordingLogger, type RecordingLogger } from './create-recording-logger.ts';

export type TokenAnswer = CallResult<{ accessToken: string; expiresInSeconds: number }>;
type TokenCall = { appId: string; secret: string; forceRefresh: boolean; at: number };

export type TokenWorld = {
  time: FakeTime;
  store: ReturnType<typeof createMemoryTokenStore>;
  /** Calls of the token endpoint, of all processes. */
  calls: TokenCall[];
  /** What the endpoint says next; by default a token like `T1`, valid for two hours. */
  answer: (call: TokenCall) => TokenAnswer | Promise<TokenAnswer>;
  /** The token WeChat holds for good at present. */
  token: string;
  conflicts: TokenConflict[];
  refusals: TokenRefusal[];
  logger: RecordingLogger;
  /** One more process on the same store and the same WeChat. */
  process: (options?: Partial<TokenSourceOptions>) => TokenSource;
};

export const wechatRefuses = (errcode: number): TokenAnswer => ({
  kind: 'refused',
  errcode,
  errmsg: 'no',
  rid: null,
});

/** WeChat's token endpoint in normal mode, a store, a clock, and as many processes as a test wants. */
export function createTokenWorld(): TokenWorld {
  const time = createFakeTime();
  const world: TokenWorld = {
    time,
    store: createMemoryTokenStore({ clock: time }),
    calls: [],
    answer: () => ({ kind: 'ok', value: { accessToken: world.token, expiresInSeconds: 7_200 } }),
    token: 'T1',
    conflicts: [],
    refusals: [],
    logger: createRecordingLogger(),
    process: (options) =>
      createTokenSource({
        client: {
          getStableToken: async ({ appId, secret, forceRefresh = false }) => {
            const call = { appId, secret, forceRefresh, at: time.monotonicMs() };
            world.calls.push(call);
            await time.wait(100);
            return world.answer(call);
          },
        },
        store: world.store,
        readSecret: (appId) => Promise.resolve(appId === 'unknown' ? null : `secret of ${appId}`),
        clock: time,
        wait: (ms) => time.wait(ms),
        random: () => 0.5,
        marginMs: 300_000,
        logger: world.logger,
        onConflict: (conflict) => world.conflicts.push(conflict),
        onRefused: (refusal) => world.refusals.push(refusal),
        ...options,
      }),
  };
  return world;
}
