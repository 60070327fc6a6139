import { describe, expect, test } from '@jest/globals';
import type { AppRow, TemplateRow } from '@yuexin/storage';
import { createAppCatalog } from './app-catalog.ts';

function setUp() {
  const asked: string[] = [];
  const apps = new Map<string, AppRow>();
  const templates: TemplateRow[] = [];
  let nowMs = 0;
  let isDown = false;
  const note = <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    return isDown ? Promise.reject(new Error('down')) : Promise.resolve(value);
  };
  const catalog = createAppCatalog({
    storage: {
      apps: {
        find: (appId) => note('app', apps.get(appId) ?? null),
        list: () => note('apps', [...apps.values()]),
        readSecrets: () => note('secrets', null),
      },
      templates: { list: () => note('templates', [...templates]) },
    },
    clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs },
  });
  return {
    ...{ catalog, asked, apps, templates },
    pass: (ms: number) => (nowMs += ms),
    fail: (value: boolean) => (isDown = value),
  };
}

const app = (name: string) => ({ appId: 'wx1', name }) as AppRow;

describe('apps and templates in memory', () => {
  test('when asked by many at once and again, then storage is asked once in two seconds', async () => {
    const { catalog, asked, apps, pass } = setUp();
    apps.set('wx1', app('A'));
    await Promise.all(Array.from({ length: 50 }, () => catalog.findApp('wx1')));
    expect(asked).toEqual(['app']);
    apps.set('wx1', app('B'));
    expect((await catalog.findApp('wx1'))?.name).toBe('A');
    pass(2000);
    expect((await catalog.findApp('wx1'))?.name).toBe('B');
  });

  test('when something was changed here, then the change is seen at once', async () => {
    const { catalog, apps } = setUp();
    apps.set('wx1', app('A'));
    await catalog.findApp('wx1');
    apps.set('wx1', app('B'));
    catalog.forget('wx1');
    expect((await catalog.findApp('wx1'))?.name).toBe('B');
  });

  test('when an app does not exist, then that is not remembered', async () => {
    const { catalog, apps } = setUp();
    expect(await catalog.findApp('wx1')).toBeNull();
    apps.set('wx1', app('A'));
    expect((await catalog.findApp('wx1'))?.name).toBe('A');
  });

  test('when a template is not there, then storage is asked again, but not for each push', async () => {
    const { catalog, asked, templates, pass } = setUp();
    expect(await catalog.findTemplate('wx1', 'new')).toBeNull();
    templates.push({ templateId: 'new' } as TemplateRow);
    expect(await catalog.findTemplate('wx1', 'new')).toBeNull();
    expect(asked).toHaveLength(1);
    pass(250);
    expect(await catalog.findTemplate('wx1', 'new')).toMatchObject({ templateId: 'new' });
  });

  test('when storage fails, then the failure is told and not remembered', async () => {
    const { catalog, apps, fail } = setUp();
    apps.set('wx1', app('A'));
    fail(true);
    await expect(catalog.findApp('wx1')).rejects.toThrow('down');
    fail(false);
    expect((await catalog.findApp('wx1'))?.name).toBe('A');
  });
});
