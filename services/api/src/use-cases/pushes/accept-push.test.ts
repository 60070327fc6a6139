import { describe, expect, test } from '@jest/globals';
import { createBoundedBatcher } from '@yuexin/domain';
import type { AppError } from '@yuexin/errors';
import type { AcceptResult, AppRow, NewPush, PushRow, TemplateRow } from '@yuexin/storage';
import { bootstrapCaller } from '../../http/authenticate.ts';
import { createPushBody } from '../../routes/pushes/create-push.schema.ts';
import { createAcceptPush, type AcceptInput } from './accept-push.ts';
import { createCheckPush } from './check-push.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Address } from './push-batchers.ts';

const now = new Date('2026-01-05T08:00:00.000Z');
const app = { appId: 'wx1', defaultTtlSeconds: 600, miniprogramState: 'trial' } as AppRow;
const template = {
  state: 'active',
  keywords: [{ key: 'thing1', type: 'thing', label: '线路' }],
} as TemplateRow;
const body = { appId: 'wx1', templateId: 'tpl', to: { openid: 'o-1' }, data: { thing1: '一' } };

type Options = {
  result?: (push: NewPush) => AcceptResult;
  offered?: Promise<void>;
  /** Held open until this resolves. */
  until?: Promise<void>;
  overload?: AppError | null;
};

function setUp(options: Options = {}) {
  const { result, offered = Promise.resolve(), until = Promise.resolve() } = options;
  const { overload = null } = options;
  const stored: NewPush[] = [];
  const created = (push: NewPush): AcceptResult => ({
    kind: 'created',
    pushId: push.id,
    state: 'queued',
    cycle: 0,
    reason: null,
    createdAt: now,
  });
  const batcher = { maxBatchSize: 10, maxWaiting: 10, overflow: () => new Error('full') };
  const resolve = createBoundedBatcher({
    ...batcher,
    run: (addresses: readonly Address[]) =>
      Promise.resolve(
        addresses.map(() => ({ user: { id: 'u-1', openid: 'o-1' }, isElsewhere: false })),
      ),
  });
  const checkPush = createCheckPush({
    catalog: {
      findApp: (appId) => Promise.resolve(appId === 'wx1' ? app : null),
      findTemplate: () => Promise.resolve(template),
      readSecrets: () => Promise.resolve(null),
      listAppIds: () => Promise.resolve([]),
      forget: () => undefined,
    },
    batchers: { resolve },
    clock: { now: () => now, monotonicMs: () => 0 },
  });
  const acceptPush = createAcceptPush({
    storage: {
      users: { register: () => Promise.reject(new Error('nobody asked')) },
      pushes: { find: (id) => Promise.resolve({ id } as PushRow) },
      idempotency: { find: () => Promise.resolve(null) },
    },
    batchers: {
      resolve,
      accept: createBoundedBatcher({
        ...batcher,
        run: async (pushes) => {
          await until;
          stored.push(...pushes);
          return pushes.map((push) => ({ result: (result ?? created)(push), offered }));
        },
      }),
    },
    checkPush,
    backlog: { admit: () => Promise.resolve(overload) },
  });
  const accept = (over: Partial<AcceptInput> = {}) =>
    acceptPush({
      caller: bootstrapCaller,
      body,
      schema: createPushBody,
      idempotency: null,
      ...over,
    });
  return { accept, stored };
}

const idempotency = { key: 'k', fingerprint: fingerprintOf('push', body) };

describe('accepting a push', () => {
  test('when little is said, then the app’s and the contract’s defaults hold', async () => {
    const { accept, stored } = setUp();
    const { push } = await accept();
    expect(stored[0]).toMatchObject({
      userId: 'u-1',
      lang: 'zh_CN',
      miniprogramState: 'trial',
      priority: 'normal',
      onNoGrant: 'park',
      onUnconfirmed: 'reconcile',
      ttlSeconds: 600,
      expiresAt: new Date(now.getTime() + 600_000),
      data: { thing1: { value: '一' } },
    });
    expect(push).toMatchObject({ id: stored[0]!.id, openid: 'o-1', createdAt: now });
  });

  test('when the same key comes while the first runs, then 409; afterwards the key is free to be asked again', async () => {
    let finish = (): void => undefined;
    const until = new Promise<void>((resolve) => (finish = resolve));
    const { accept, stored } = setUp({ until });
    const first = accept({ idempotency });
    await expect(accept({ idempotency })).rejects.toMatchObject({
      code: 'idempotency-in-flight',
      retryAfterMs: 1000,
    });
    const other = accept({ idempotency: { ...idempotency, key: 'other' } });
    finish();
    await Promise.all([first, other]);
    await accept({ idempotency });
    expect(stored).toHaveLength(3);
  });

  test('when the first with a key fails, then the key is not held', async () => {
    const { accept } = setUp({ result: () => ({ kind: 'failed', error: new Error('x') }) });
    for (let tries = 0; tries < 2; tries += 1)
      await expect(accept({ idempotency })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test.each([
    [{ kind: 'no-grant' } as const, 'no-grant'],
    [{ kind: 'key-reused', pushId: null } as const, 'idempotency-key-reused'],
  ])('when storage says %j, then the caller is told %s', async (result, code) => {
    const { accept } = setUp({ result: () => result });
    await expect(accept()).rejects.toMatchObject({ code });
  });

  test('when it is a replay, then the first push is answered', async () => {
    const { accept } = setUp({ result: () => ({ kind: 'replayed', pushId: 'first' }) });
    expect(await accept({ idempotency })).toMatchObject({ push: { id: 'first' }, isReplay: true });
  });

  test('when it is not yet offered to the queue, then the answer waits for that', async () => {
    let offer = (): void => undefined;
    const { accept } = setUp({ offered: new Promise<void>((resolve) => (offer = resolve)) });
    let isAnswered = false;
    const answer = accept().then(() => (isAnswered = true));
    for (let turns = 0; turns < 5; turns += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    offer();
    await answer;
  });
});
