import { expect, test } from '@jest/globals';
import { createFakeTime } from './create-fake-time.ts';
import { createMemoryTokenStore } from './create-memory-token-store.ts';

const open = () => {
  const time = createFakeTime();
  return { time, store: createMemoryTokenStore({ clock: time }) };
};
const appId = 'wx1';
const later = (ms: number, time: { now(): Date }) => new Date(time.now().getTime() + ms);

test('when two ask for the lease, then one gets it, until it is given back or 15 s are over', async () => {
  const { time, store } = open();
  const ask = () => store.takeRefreshLease({ appId, generation: 0 });
  const [leaseId, ...others] = (await Promise.all([ask(), ask(), ask()])).filter(Boolean);
  expect(others).toEqual([]);
  await store.releaseLease({ appId, leaseId: leaseId! });
  expect(await ask()).not.toBeNull();
  await time.advance(14_999);
  expect(await ask()).toBeNull();
  await time.advance(1);
  expect(await ask()).not.toBeNull();
});

test('when a token is saved, then the lease ends, and only a different string is a new generation', async () => {
  const { time, store } = open();
  const lease = async (generation: number) =>
    (await store.takeRefreshLease({ appId, generation }))!;
  const save = (accessToken: string, leaseId: string) =>
    store.save({ appId, accessToken, leaseId, expiresAt: later(1_000, time) });
  const first = await lease(0);
  expect(await save('a', first)).toMatchObject({ generation: 1 });
  expect(await lease(0)).toBeNull();
  const second = await lease(1);
  await time.advance(10);
  expect(await save('late', first)).toBeNull();
  expect(await save('a', second)).toMatchObject({ generation: 1, refreshedAt: time.now() });
  expect(await save('b', await lease(1))).toMatchObject({ generation: 2 });
});

test('when somebody refreshed since notBefore, then there is no lease', async () => {
  const { time, store } = open();
  const leaseId = (await store.takeRefreshLease({ appId, generation: 0 }))!;
  const saved = await store.save({
    appId,
    accessToken: 'a',
    leaseId,
    expiresAt: later(1_000, time),
  });
  const { refreshedAt } = saved!;
  const before = new Date(refreshedAt.getTime() - 1);
  expect(await store.takeRefreshLease({ appId, generation: 1, notBefore: before })).toBeNull();
  expect(
    await store.takeRefreshLease({ appId, generation: 1, notBefore: refreshedAt }),
  ).not.toBeNull();
});
