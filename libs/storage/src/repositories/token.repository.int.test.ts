import { beforeEach, describe, expect, it } from '@jest/globals';
import { openTestCore, warmUp } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import { createTokenRepository } from './token.repository.ts';

const { core, openAnother } = await openTestCore({ poolMax: 16 });
const tokens = createTokenRepository(core);
const apps = createAppRepository(core);
const expiresAt = new Date(Date.now() + 7_200_000);
let made = 0;
let appId = '';

beforeEach(async () => {
  made += 1;
  appId = `wx-${made}`;
  await apps.create({ appId, name: 'x', appSecret: 'x' });
});

const saveUnder = (leaseId: string, accessToken: string) =>
  tokens.save({ appId, accessToken, expiresAt, leaseId });
/** What the holder of a lease does. */
const save = async (accessToken: string, basedOnGeneration: number) => {
  const leaseId = await takeLease(basedOnGeneration);
  return (await saveUnder(leaseId!, accessToken))!;
};
const takeLease = (generation: number, notBefore?: Date) =>
  tokens.takeRefreshLease({ appId, generation, ...(notBefore === undefined ? {} : { notBefore }) });
const lease = async (generation: number, notBefore?: Date) =>
  (await takeLease(generation, notBefore)) !== null;
const force = () =>
  tokens.takeForcedLease({
    ...{ appId, generation: 0, perDay: 3 },
    notBefore: new Date(Date.now() - 30_000),
  });
/** As if the last one had been begun a while ago. */
const age = (seconds: number) =>
  core.database.query(
    `update app_tokens set refreshing_until = null, forced_at = forced_at - $1 * interval '1 s'`,
    [seconds],
  );
const lapse = () =>
  core.database.query("update app_tokens set refreshing_until = now() - interval '1 s'");

describe('tokens', () => {
  it('when there is none yet, then it reads null and generation 0 may refresh', async () => {
    expect(await tokens.read(appId)).toBeNull();
    expect(await lease(1)).toBe(false);
    expect(await lease(0)).toBe(true);
  });

  it('when a token is saved, then every process reads it and at rest it does not show', async () => {
    const saved = await save('TOKEN_一_abc', 0);
    expect(saved).toMatchObject({ accessToken: 'TOKEN_一_abc', generation: 1, expiresAt });
    expect(await createTokenRepository(openAnother()).read(appId)).toEqual(saved);
    const [row] = await core.database.query<{ text: string }>(
      'select app_tokens::text as text from app_tokens where app_id = $1',
      [appId],
    );
    expect(row!.text).not.toContain('TOKEN_');
    expect(row!.text).not.toContain(Buffer.from('TOKEN_').toString('hex'));
  });

  it('when the same string comes again, then the generation stays and the expiry grows', async () => {
    await save('t', 0);
    const later = new Date(expiresAt.getTime() + 60_000);
    const leaseId = (await takeLease(1))!;
    const again = await tokens.save({ appId, accessToken: 't', expiresAt: later, leaseId });
    expect(again).toMatchObject({ generation: 1, expiresAt: later });
    expect((await save('u', 1)).generation).toBe(2);
  });

  it('when an older answer comes late, then nothing of it is written', async () => {
    const old = (await takeLease(0))!;
    await saveUnder(old, 'one');
    const two = await save('two', 1);
    expect(await saveUnder(old, 'late')).toBeNull();
    expect(await tokens.read(appId)).toEqual(two);
  });

  it('when 16 save at once under one lease, then one of them is kept', async () => {
    await warmUp(core, 16);
    const leaseId = (await takeLease(0))!;
    const saved = await Promise.all(
      Array.from({ length: 16 }, (_, n) => saveUnder(leaseId, `t-${n}`)),
    );
    const stored = await tokens.read(appId);
    expect(saved.filter((token) => token !== null)).toEqual([stored]);
    expect(stored!.generation).toBe(1);
  });

  it('when the app is unknown, then reading gives null, leasing is not found and saving does nothing', async () => {
    appId = 'wx-none';
    expect(await tokens.read(appId)).toBeNull();
    await expect(lease(0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(force()).rejects.toMatchObject({ code: 'not-found' });
    expect(await saveUnder(new Date().toISOString(), 'x')).toBeNull();
  });
});

describe('refresh lease', () => {
  it('when 32 takers of two processes try at once, then exactly one wins, round after round', async () => {
    const otherCore = openAnother({ poolMax: 16 });
    const other = createTokenRepository(otherCore);
    await Promise.all([warmUp(core, 16), warmUp(otherCore, 16)]);
    for (let generation = 0; generation < 5; generation += 1) {
      const takers = Array.from({ length: 32 }, (_, n) => (n % 2 === 0 ? tokens : other));
      const wins = await Promise.all(
        takers.map((taker) => taker.takeRefreshLease({ appId, generation })),
      );
      const [leaseId, ...others] = wins.filter((won) => won !== null);
      expect(others).toEqual([]);
      expect((await saveUnder(leaseId!, `t-${generation}`))!.generation).toBe(generation + 1);
    }
  });

  it('when a lease is held, then nobody else wins until it ends, is given back or is saved under', async () => {
    expect(await lease(0)).toBe(true);
    expect(await lease(0)).toBe(false);
    await lapse();
    const second = (await takeLease(0))!;
    await tokens.releaseLease({ appId, leaseId: second });
    const third = (await takeLease(0))!;
    await saveUnder(third, 't');
    expect(await lease(0)).toBe(false);
    expect(await lease(1)).toBe(true);
  });

  it('when a suspended holder wakes after another took the lease, then it neither gives that one back nor saves', async () => {
    const asleep = (await takeLease(0))!;
    await lapse();
    const awake = (await takeLease(0))!;
    await tokens.releaseLease({ appId, leaseId: asleep });
    expect(await lease(0)).toBe(false);
    expect(await saveUnder(asleep, 'late')).toBeNull();
    expect(await tokens.read(appId)).toBeNull();
    expect(await saveUnder(awake, 'good')).toMatchObject({ accessToken: 'good', generation: 1 });
    expect(await saveUnder(asleep, 'late')).toBeNull();
    expect(await tokens.read(appId)).toMatchObject({ accessToken: 'good', generation: 1 });
  });

  it('when a holder wakes after its lease and nobody took it since, then what it brings is kept', async () => {
    const leaseId = (await takeLease(0))!;
    const [late] = await core.database.query<{ leaseId: string }>(
      `update app_tokens set refreshing_until = now() - interval '1 s' where app_id = $1
       returning refreshing_until::text as "leaseId"`,
      [appId],
    );
    expect(await saveUnder(leaseId, 'other')).toBeNull();
    expect(await saveUnder(late!.leaseId, 'mine')).toMatchObject({ generation: 1 });
  });

  it('when the holder dies, then the lease ends within 15 seconds', async () => {
    await lease(0);
    const [row] = await core.database.query<{ seconds: number }>(
      'select extract(epoch from refreshing_until - now())::float8 as seconds from app_tokens where app_id = $1',
      [appId],
    );
    expect(row!.seconds).toBeGreaterThan(10);
    expect(row!.seconds).toBeLessThanOrEqual(15);
  });

  it('when nobody refreshed since the token that was taken, then its own refreshedAt wins the lease', async () => {
    // Twenty instants, since one in a thousand has no microseconds to lose.
    for (let generation = 1; generation <= 20; generation += 1) {
      const { refreshedAt } = await save(`token-${generation}`, generation - 1);
      expect(await lease(generation, refreshedAt)).toBe(true);
      await lapse();
    }
  });

  it('when somebody refreshed since notBefore, then there is no lease', async () => {
    const { refreshedAt } = await save('t', 0);
    expect(await lease(1, new Date(refreshedAt.getTime() - 1_000))).toBe(false);
    expect(await lease(1, new Date(refreshedAt.getTime() + 1_000))).toBe(true);
  });
});

describe('a forced refresh', () => {
  it('when another began less than 30 s ago, or holds the lease, then it is held off', async () => {
    expect(await force()).toMatchObject({ kind: 'taken' });
    expect(await force()).toEqual({ kind: 'held' });
    await age(10);
    expect(await force()).toEqual({ kind: 'held' });
    await age(25);
    expect(await force()).toMatchObject({ kind: 'taken' });
  });

  it('when the day is used up, then it says until when, whatever became of those before; the next day counts anew', async () => {
    for (let count = 0; count < 3; count += 1) {
      expect(await force()).toMatchObject({ kind: 'taken' });
      await age(31);
    }
    const refused = await force();
    expect(refused.kind).toBe('used-up');
    const { until } = refused as { until: Date };
    expect(until.toISOString()).toMatch(/T16:00:00.000Z$/);
    expect(until.getTime() - Date.now()).toBeGreaterThan(0);
    expect(until.getTime() - Date.now()).toBeLessThanOrEqual(86_400_000);
    await core.database.query('update app_tokens set forced_on = forced_on - 1');
    expect(await force()).toMatchObject({ kind: 'taken' });
    // Ordinary refreshes are not counted and not held off by the count.
    await age(31);
    expect(await lease(0)).toBe(true);
  });

  it('when 16 force at once, then one does', async () => {
    await warmUp(core, 16);
    const asked = await Promise.all(Array.from({ length: 16 }, force));
    expect(asked.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
    expect(asked.filter(({ kind }) => kind === 'held')).toHaveLength(15);
  });
});
