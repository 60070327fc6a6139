import { describe, expect, it } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import { createUpkeepRepository } from './upkeep.repository.ts';

const { core, openAnother } = await openTestCore();
const apps = createAppRepository(core);
const upkeep = createUpkeepRepository(core);
const secrets = { appSecret: 's3cret-非常', messageToken: 'tok', encodingAesKey: 'A'.repeat(43) };
const reason = (code: string) => ({ code, message: code });
const inMs = (ms: number) => new Date(Date.now() + ms);

describe('apps', () => {
  it('when an app is created, then it is found with its defaults and without its secrets', async () => {
    const created = await apps.create({ appId: 'wx-a', name: '约信 🚚 货运', ...secrets });
    expect(created).toMatchObject({
      appId: 'wx-a',
      name: '约信 🚚 货运',
      hasMessageToken: true,
      hasEncodingAesKey: true,
      miniprogramState: 'formal',
      sendRatePerSecond: null,
      defaultTtlSeconds: 604_800,
      grantSource: 'either',
      askPlan: { pages: [] },
      pause: null,
    });
    expect(await apps.find('wx-a')).toEqual(created);
    expect(JSON.stringify(created)).not.toContain('s3cret');
  });

  it('when it exists already, then creating it is a conflict', async () => {
    await expect(apps.create({ appId: 'wx-a', name: 'x', appSecret: 'y' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('when secrets are read, then they are what was given, and at rest none of them shows', async () => {
    expect(await apps.readSecrets('wx-a')).toEqual(secrets);
    const [row] = await core.database.query<{ text: string }>(
      "select apps::text as text from apps where app_id = 'wx-a'",
    );
    expect(row!.text).not.toContain(Buffer.from('s3cret').toString('hex'));
    expect(row!.text).not.toContain('s3cret');
  });

  it('when another process has another master key, then it cannot read the secrets', async () => {
    const stranger = createAppRepository(openAnother({ masterKeys: [Buffer.alloc(32, 3)] }));
    await expect(stranger.readSecrets('wx-a')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('when some fields change, then the others stay', async () => {
    const before = (await apps.find('wx-a'))!;
    const after = await apps.update('wx-a', {
      name: '新名字',
      messageToken: null,
      appSecret: 'next',
      sendRatePerSecond: 50,
    });
    expect(after).toMatchObject({
      name: '新名字',
      hasMessageToken: false,
      hasEncodingAesKey: true,
    });
    expect(after!.sendRatePerSecond).toBe(50);
    expect(after!.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
    expect(await apps.readSecrets('wx-a')).toEqual({
      ...secrets,
      appSecret: 'next',
      messageToken: null,
    });
  });

  it('when an ask plan is set, then it is kept as given', async () => {
    const askPlan = {
      pages: [{ page: 'pages/首页', templates: [{ templateId: 't1', target: 3 }] }],
    };
    expect((await apps.setAskPlan('wx-a', askPlan))!.askPlan).toEqual(askPlan);
  });

  it('when the app is unknown, then everything answers null', async () => {
    expect(await apps.find('wx-none')).toBeNull();
    expect(await apps.update('wx-none', { name: 'x' })).toBeNull();
    expect(await apps.setAskPlan('wx-none', { pages: [] })).toBeNull();
    expect(await apps.readSecrets('wx-none')).toBeNull();
    expect(await apps.resume('wx-none')).toBeNull();
    const pause = { appId: 'wx-none', kind: 'operator', reason: reason('x'), until: null } as const;
    expect(await apps.pause(pause)).toBeNull();
  });

  it('when apps are listed, then the oldest is first', async () => {
    await apps.create({ appId: 'wx-0', name: 'later', appSecret: 'x' });
    expect((await apps.list()).map((app) => app.appId)).toEqual(['wx-a', 'wx-0']);
  });
});

describe('pauses', () => {
  const pause = (
    kind: 'operator' | 'quota-minute' | 'quota-daily' | 'configuration',
    until: Date | null,
  ) => apps.pause({ appId: 'wx-0', kind, reason: reason(kind), until });

  it('when an app is paused and resumed, then both show', async () => {
    const until = inMs(60_000);
    const paused = await pause('quota-minute', until);
    expect(paused!.pause).toMatchObject({ kind: 'quota-minute', until });
    expect(paused!.pause!.reason).toEqual(reason('quota-minute'));
    expect((await apps.resume('wx-0'))!.pause).toBeNull();
  });

  it('when a pause is resumed, then the alarms that came with one are over, those of other causes and apps not', async () => {
    const raise = (appId: string, code: string) => upkeep.raiseAlarm({ appId, code, message: 'm' });
    await pause('quota-daily', inMs(3_600_000));
    for (const code of ['errcode-45009', 'token-refused', 'token-conflict'])
      await raise('wx-0', code);
    await raise('wx-a', 'errcode-45009');
    await apps.resume('wx-0');
    const { items } = await upkeep.listAlarms({ limit: 9, cursor: null });
    const standing = items.filter(({ resolvedAt }) => resolvedAt === null);
    expect(standing.map(({ appId, code }) => `${appId} ${code}`).toSorted()).toEqual([
      'wx-0 token-conflict',
      'wx-a errcode-45009',
    ]);
  });

  it('when a softer pause comes, then the harder one stays', async () => {
    await pause('operator', null);
    expect((await pause('quota-daily', inMs(3_600_000)))!.pause!.kind).toBe('operator');
    expect((await pause('configuration', null))!.pause!.kind).toBe('operator');
    await apps.resume('wx-0');
  });

  it('when a harder pause comes, then it takes over, even when it ends earlier', async () => {
    await pause('quota-minute', inMs(60_000));
    expect((await pause('quota-daily', inMs(3_600_000)))!.pause!.kind).toBe('quota-daily');
    expect((await pause('configuration', inMs(1_000)))!.pause!.kind).toBe('configuration');
    await apps.resume('wx-0');
  });

  it('when an equal pause ends earlier, then the later end stays', async () => {
    const late = inMs(3_600_000);
    await pause('quota-daily', late);
    expect((await pause('quota-daily', inMs(1_000)))!.pause!.until).toEqual(late);
    expect((await pause('quota-daily', null))!.pause!.until).toBeNull();
    expect((await pause('quota-daily', late))!.pause!.until).toBeNull();
    await apps.resume('wx-0');
  });

  it('when an operator pauses again, then the newest end counts', async () => {
    await pause('operator', null);
    const until = inMs(1_000);
    expect((await pause('operator', until))!.pause!.until).toEqual(until);
  });

  it('when the pause in force is over, then any pause replaces it', async () => {
    await pause('operator', new Date(Date.now() - 1_000));
    expect((await pause('quota-minute', inMs(1_000)))!.pause!.kind).toBe('quota-minute');
  });
});
