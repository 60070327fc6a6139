import { describe, expect, test } from '@jest/globals';
import type { DuePush, Sweeps } from '@yuexin/storage';
import { createRebuildApp } from './rebuild-app.ts';

type Row = { due: DuePush; dueAt: Date };

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    due: { appId: 'wx1', pushId: `p${index}`, cycle: 0, priority: 'normal', delayMs: 0 },
    dueAt: new Date(index),
  }));

const setUp = (count: number, takes = Infinity) => {
  const rows = rowsOf(count);
  const fed: DuePush[] = [];
  const listQueued: Sweeps['listQueued'] = ({ afterId, limit }) => {
    const from = rows.findIndex(({ due }) => due.pushId === afterId) + 1;
    return Promise.resolve(rows.slice(from, from + limit));
  };
  const feed = (due: readonly DuePush[]) => {
    const added = due.slice(0, Math.max(0, takes - fed.length));
    fed.push(...added);
    return Promise.resolve(added);
  };
  return { rebuildApp: createRebuildApp({ sweeps: { listQueued }, feeder: { feed } }), fed };
};

describe('createRebuildApp', () => {
  const { signal } = new AbortController();

  test('when an app has more than a page, then every push is put back once, oldest due first', async () => {
    const { rebuildApp, fed } = setUp(2_345);
    await expect(rebuildApp('wx1', signal)).resolves.toBe(2_345);
    expect(fed.map(({ pushId }) => pushId)).toEqual(rowsOf(2_345).map(({ due }) => due.pushId));
  });

  test('when the last page is exactly full, then it ends all the same', async () => {
    const { rebuildApp } = setUp(2_000);
    await expect(rebuildApp('wx1', signal)).resolves.toBe(2_000);
  });

  test('when the queue stops answering half-way, then it fails, so that the marker is not set', async () => {
    const { rebuildApp } = setUp(2_345, 1_500);
    await expect(rebuildApp('wx1', signal)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('when the process stops, then it fails between two pages', async () => {
    const { rebuildApp, fed } = setUp(10);
    await expect(rebuildApp('wx1', AbortSignal.abort())).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(fed).toEqual([]);
  });
});
