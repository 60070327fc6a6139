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

const save = (accessToken: string, basedOnGeneration: number) =>
  tokens.save({ appId, accessToken, expiresAt, basedOnGeneration });
const lease = (generation: number, notBefore?: Date) =>
  tokens.takeRefreshLease({ appId, generation, ...(notBefore === undefined ? {} : { notBefore }) });
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
    const again = await tokens.save({
      ...{ appId, accessToken: 't', expiresAt: later, basedOnGeneration: 1 },
    });
    expect(again).toMatchObject({ generation: 1, expiresAt: later });
    expect((await save('u', 1)).generation).toBe(2);
  });

  it('when an older answer comes late, then the newer token stays and is the answer', async () => {
    await save('one', 0);
    const two = await save('two', 1);
    expect(await save('late', 1)).toEqual(two);
    expect(await save('late', 0)).toEqual(two);
    expect(await tokens.read(appId)).toEqual(two);
  });

  it('when 16 save at once for one generation, then one of them is what all read', async () => {
    await warmUp(core, 16);
    const saved = await Promise.all(Array.from({ length: 16 }, (_, n) => save(`t-${n}`, 0)));
    const stored = await tokens.read(appId);
    expect(stored!.generation).toBe(1);
    expect(new Set(saved.map((token) => token.accessToken))).toEqual(
      new Set([stored!.accessToken]),
    );
  });

  it('when the app is unknown, then reading gives null and leasing or saving is not found', async () => {
    appId = 'wx-none';
    expect(await tokens.read(appId)).toBeNull();
    await expect(lease(0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(save('x', 0)).rejects.toMatchObject({ code: 'not-found' });
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
      expect(wins.filter(Boolean)).toHaveLength(1);
      expect((await save(`t-${generation}`, generation)).generation).toBe(generation + 1);
    }
  });

  it('when a lease is held, then nobody else wins until it ends, is given back or is saved under', async () => {
    expect(await lease(0)).toBe(true);
    expect(await lease(0)).toBe(false);
    await lapse();
    expect(await lease(0)).toBe(true);
    await tokens.releaseLease(appId);
    expect(await lease(0)).toBe(true);
    await save('t', 0);
    expect(await lease(0)).toBe(false);
    expect(await lease(1)).toBe(true);
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
    }
  });

  it('when somebody refreshed since notBefore, then there is no lease', async () => {
    const { refreshedAt } = await save('t', 0);
    expect(await lease(1, new Date(refreshedAt.getTime() - 1_000))).toBe(false);
    expect(await lease(1, new Date(refreshedAt.getTime() + 1_000))).toBe(true);
  });
});
