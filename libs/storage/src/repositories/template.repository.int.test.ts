import { beforeAll, describe, expect, it } from '@jest/globals';
import { openTestCore, warmUp } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import type { ListedTemplate } from './template-row.ts';
import { createTemplateRepository } from './template.repository.ts';
import { createUpkeepRepository } from './upkeep.repository.ts';

const { core } = await openTestCore();
const templates = createTemplateRepository(core);
const listed = (templateId: string, change: Partial<ListedTemplate> = {}): ListedTemplate => ({
  templateId,
  title: '货源提醒 🚚',
  kind: 'one-time',
  content: '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
  example: '线路:广州\n货物:钢材\n',
  keywords: [
    { key: 'thing1', type: 'thing', label: '线路' },
    { key: 'phrase2', type: 'phrase', label: '状态', options: ['已发货', '已到达'] },
  ],
  ...change,
});
const reason = { code: 'template-invalid', message: 'x' };
const pause = (templateId: string, until: Date | null) =>
  templates.pause({ appId: 'wx1', templateId, reason, until });

beforeAll(async () => {
  const apps = createAppRepository(core);
  for (const appId of ['wx1', 'wx2', 'wx3'])
    await apps.create({ appId, name: appId, appSecret: 'x' });
});

describe('template sync', () => {
  it('when an app is synced for the first time, then all are added and kept as listed', async () => {
    const sync = await templates.sync('wx1', [listed('a'), listed('b', { kind: 'long-term' })]);
    expect(sync).toEqual({ added: ['a', 'b'], changed: [], removed: [], hurt: [] });
    expect(await templates.find('wx1', 'a')).toEqual({
      ...listed('a'),
      appId: 'wx1',
      state: 'active',
      pause: null,
      syncedAt: expect.any(Date),
    });
  });

  it('when nothing changed, then nothing is told', async () => {
    const sync = await templates.sync('wx1', [listed('b', { kind: 'long-term' }), listed('a')]);
    expect(sync).toEqual({ added: [], changed: [], removed: [], hurt: [] });
  });

  it('when one changed, one is new and one is gone, then each is told and the gone one is kept as removed', async () => {
    const keywords = [{ key: 'thing1', type: 'thing', label: '路线' }];
    const sync = await templates.sync('wx1', [listed('a', { keywords }), listed('c')]);
    expect(sync).toEqual({ added: ['c'], changed: ['a'], removed: ['b'], hurt: [] });
    expect((await templates.find('wx1', 'b'))!.state).toBe('removed');
    expect((await templates.find('wx1', 'a'))!.keywords).toEqual(keywords);
    expect((await templates.list('wx1')).map((row) => row.templateId)).toEqual(['a', 'b', 'c']);
  });

  it('when a removed one is listed again, then it is added and active', async () => {
    const sync = await templates.sync('wx1', [listed('a'), listed('b'), listed('c')]);
    expect(sync).toMatchObject({ added: ['b'], changed: ['a'], removed: [] });
    expect((await templates.find('wx1', 'b'))!.state).toBe('active');
  });

  it('when a template is paused, then a sync leaves the pause alone, and removal ends it', async () => {
    await pause('c', null);
    await templates.sync('wx1', [listed('a'), listed('b'), listed('c', { title: '新' })]);
    expect(await templates.find('wx1', 'c')).toMatchObject({ state: 'paused', title: '新' });
    await templates.sync('wx1', [listed('a'), listed('b')]);
    expect(await templates.find('wx1', 'c')).toMatchObject({ state: 'removed', pause: null });
  });

  it('when eight syncs of an app run at once, then one tells what was added', async () => {
    await warmUp(core, 8);
    const syncs = await Promise.all(
      Array.from({ length: 8 }, () => templates.sync('wx3', [listed('x'), listed('y')])),
    );
    expect(syncs.flatMap((sync) => sync.added)).toEqual(['x', 'y']);
  });

  it('when WeChat lists one twice, then it is stored once', async () => {
    const sync = await templates.sync('wx2', [listed('d'), listed('d')]);
    expect(sync.added).toEqual(['d']);
    expect(await templates.list('wx2')).toHaveLength(1);
  });

  it('when WeChat lists none, then all are removed; when the app is unknown, then it is not found', async () => {
    expect((await templates.sync('wx2', [])).removed).toEqual(['d']);
    await expect(templates.sync('wx-none', [listed('a')])).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('template pauses', () => {
  it('when templates paused for an errcode are resumed, then the alarm is over with the last of them', async () => {
    const upkeep = createUpkeepRepository(core);
    const code = 'errcode-40037';
    const isStanding = async () =>
      (await upkeep.listAlarms({ limit: 9, cursor: null })).items[0]?.resolvedAt === null;
    await upkeep.raiseAlarm({ appId: 'wx1', code, message: 'm' });
    const gone = { code: 'template-unknown', errcode: 40037, message: 'gone' };
    for (const templateId of ['a', 'b'])
      await templates.pause({ appId: 'wx1', templateId, reason: gone, until: null });
    await templates.resume('wx1', 'a');
    expect(await isStanding()).toBe(true);
    await templates.resume('wx1', 'b');
    expect(await isStanding()).toBe(false);
  });

  it('when a template is paused and resumed, then both show', async () => {
    const until = new Date(Date.now() + 60_000);
    expect(await pause('a', until)).toMatchObject({ state: 'paused', pause: { reason, until } });
    expect(await templates.resume('wx1', 'a')).toMatchObject({ state: 'active', pause: null });
  });

  it('when two pauses overlap, then the later end counts', async () => {
    const late = new Date(Date.now() + 3_600_000);
    await pause('a', late);
    expect((await pause('a', new Date()))!.pause!.until).toEqual(late);
    expect((await pause('a', null))!.pause!.until).toBeNull();
  });

  it('when a template is removed or unknown, then it is not paused', async () => {
    expect((await pause('c', null))!.state).toBe('removed');
    expect(await pause('nope', null)).toBeNull();
    expect(await templates.resume('wx1', 'nope')).toBeNull();
    expect((await templates.resume('wx1', 'c'))!.state).toBe('removed');
  });
});
