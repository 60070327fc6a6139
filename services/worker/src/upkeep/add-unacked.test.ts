import { describe, expect, test } from '@jest/globals';
import type { DuePush } from '@yuexin/storage';
import { addUnacked } from './add-unacked.ts';

const dueOf = (pushId: string): DuePush => ({
  appId: 'wx1',
  pushId,
  cycle: 3,
  priority: 'normal',
  delayMs: 0,
});

const setUp = (input: { added: (due: readonly DuePush[]) => DuePush[]; isOpen?: boolean }) => {
  const acked: string[] = [];
  let finds = 0;
  const sweep = addUnacked({
    sweeps: {
      findUnacked: () => {
        finds += 1;
        return Promise.resolve([dueOf('a'), dueOf('b')]);
      },
      markAcked: (pushes) => {
        acked.push(...pushes.map(({ pushId, cycle }) => `${pushId}-${cycle}`));
        return Promise.resolve();
      },
    },
    feeder: {
      feed: (due) => Promise.resolve(input.added(due)),
      isOpen: () => input.isOpen ?? true,
    },
  });
  return { run: () => sweep.run(new AbortController().signal), acked, finds: () => finds };
};

describe('addUnacked', () => {
  test('when the queue takes them, then they are marked in the cycle that was added', async () => {
    const { run, acked } = setUp({ added: (due) => [...due] });
    await expect(run()).resolves.toBe(2);
    expect(acked).toEqual(['a-3', 'b-3']);
  });

  test('when the queue does not take one, then it is not marked and is found again', async () => {
    const { run, acked } = setUp({ added: (due) => due.slice(1) });
    await run();
    expect(acked).toEqual(['b-3']);
  });

  test('when the queue is away, then the database is not asked for what could not be added', async () => {
    const { run, finds } = setUp({ added: () => [], isOpen: false });
    await expect(run()).resolves.toBe(0);
    expect(finds()).toBe(0);
  });
});
