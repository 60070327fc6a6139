import { describe, expect, test } from '@jest/globals';
import type { DuePush } from '@yuexin/storage';
import { addMissing } from './add-missing.ts';

const dueOf = (pushId: string, appId = 'wx1'): DuePush => ({
  appId,
  pushId,
  cycle: 3,
  priority: 'normal',
  delayMs: 0,
});

/** Pages of a walk in their order, each as long as its step when `isFull`. */
const setUp = (input: { pages: DuePush[][]; there: string[]; isOpen?: boolean }) => {
  const pages = [...input.pages];
  const added: string[] = [];
  const asked: string[] = [];
  let walks = 0;
  const sweep = addMissing({
    sweeps: {
      walkQueued: () => {
        walks += 1;
        return Promise.resolve(pages.shift() ?? []);
      },
    },
    queue: {
      findMissing: (appId, pushes) => {
        asked.push(appId);
        return Promise.resolve(pushes.filter(({ pushId }) => !input.there.includes(pushId)));
      },
    },
    feeder: {
      feed: (due) => {
        added.push(...due.map(({ pushId }) => pushId));
        return Promise.resolve([...due]);
      },
      isOpen: () => input.isOpen ?? true,
    },
  });
  return { run: () => sweep.run(new AbortController().signal), added, asked, walks: () => walks };
};

const fullPage = (name: string): DuePush[] =>
  Array.from({ length: 1_000 }, (_, index) => dueOf(`${name}${String(index)}`));

describe('addMissing', () => {
  test('when the queue lacks some, then just those are added; each app’s queue is asked once', async () => {
    const page = [dueOf('a'), dueOf('b', 'wx2'), dueOf('c')];
    const { run, added, asked } = setUp({ pages: [page], there: ['a'] });
    await expect(run()).resolves.toBe(2);
    expect(added).toEqual(['c', 'b']);
    expect(asked).toEqual(['wx1', 'wx2']);
  });

  test('when a full page lacks some, then it walks on at once; when none is missing, then it rests', async () => {
    const there = fullPage('b').map(({ pushId }) => pushId);
    const pages = [fullPage('a'), fullPage('b'), fullPage('c')];
    const { run, walks } = setUp({ pages, there });
    await expect(run()).resolves.toBe(1_000);
    expect(walks()).toBe(2);
  });

  test('when the walk is over, then it does not begin anew in the same run', async () => {
    const { run, walks } = setUp({ pages: [[dueOf('a')], [dueOf('b')]], there: [] });
    await expect(run()).resolves.toBe(1);
    expect(walks()).toBe(1);
  });

  test('when the queue is away, then the database is not asked for what could not be added', async () => {
    const { run, walks } = setUp({ pages: [[dueOf('a')]], there: [], isOpen: false });
    await expect(run()).resolves.toBe(0);
    expect(walks()).toBe(0);
  });
});
