import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { buildApp } from '../test-support/sample-app.ts';
import { recordLog } from '../test-support/record-log.ts';
import { rebuildQueues } from './rebuild-queues.ts';

const setUp = (input: { marked: string[]; isOpen?: boolean; breaks?: boolean }) => {
  const marked = new Set(input.marked);
  const rebuilt: string[] = [];
  const wiped: string[] = [];
  const sweep = rebuildQueues({
    apps: { list: () => Promise.resolve([buildApp('wx1'), buildApp('wx2')]) },
    queue: {
      hasMarker: (appId) => Promise.resolve(marked.has(appId)),
      setMarker: (appId) => {
        marked.add(appId);
        return Promise.resolve();
      },
    },
    feeder: { isOpen: () => input.isOpen ?? true },
    rebuildApp: (appId) => {
      if (input.breaks === true) {
        return Promise.reject(new AppError('unavailable', { message: 'gone again' }));
      }
      rebuilt.push(appId);
      return Promise.resolve(3);
    },
    onWiped: (appId) => void wiped.push(appId),
    logger: recordLog(),
  });
  const run = () => sweep.run(new AbortController().signal);
  return { run, marked, rebuilt, wiped };
};

describe('rebuildQueues', () => {
  test('when a queue has lost its marker, then that app alone is rebuilt, braked afresh and marked', async () => {
    const { run, marked, rebuilt, wiped } = setUp({ marked: ['wx1'] });
    await expect(run()).resolves.toBe(3);
    expect([rebuilt, wiped]).toEqual([['wx2'], ['wx2']]);
    expect(marked.has('wx2')).toBe(true);
    await expect(run()).resolves.toBe(0);
  });

  test('when the rebuild breaks off, then there is no marker and the next run begins again', async () => {
    const { run, marked } = setUp({ marked: ['wx1'], breaks: true });
    await expect(run()).rejects.toMatchObject({ code: 'unavailable' });
    expect(marked.has('wx2')).toBe(false);
  });

  test('when the queue is away, then nothing is asked of it', async () => {
    const { run, rebuilt } = setUp({ marked: [], isOpen: false });
    await expect(run()).resolves.toBe(0);
    expect(rebuilt).toEqual([]);
  });
});
