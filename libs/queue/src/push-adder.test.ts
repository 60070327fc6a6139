import { describe, expect, jest, test } from '@jest/globals';
import { createAddBreaker } from './add-breaker.ts';
import { createEngineCall } from './engine-call.ts';
import { createPushAdder } from './push-adder.ts';
import type { BullJob, PushPayload } from './push-job.ts';
import type { PushQueue } from './queue-engine.ts';
import { newPushJob } from './test-support/push-jobs.ts';

type Adding = Pick<PushQueue, 'add' | 'addBulk'>;

function createAdder(queue: Partial<Adding>) {
  const breaker = createAddBreaker();
  let problem: string | null = null;
  const open = jest.fn(() => Promise.resolve(queue as PushQueue));
  const adder = createPushAdder({
    queues: { open },
    call: createEngineCall({ problem: () => problem }),
    ...{ breaker, isUp: () => problem === null },
  });
  return { adder, breaker, open, setProblem: (found: string | null) => (problem = found) };
}

const jobs = (count: number) => Array.from({ length: count }, () => newPushJob());
const never = () => new Promise(() => undefined);

describe('adding jobs to an engine that may not answer', () => {
  test('one job is one add, many are bulks of a thousand in their order, none is nothing', async () => {
    const add = jest.fn<Adding['add']>(() => Promise.resolve());
    const addBulk = jest.fn((bulk: BullJob[]) => Promise.resolve(bulk));
    const { adder, open } = createAdder({ add, addBulk });
    await adder.addPushes('wx1', []);
    expect(open).not.toHaveBeenCalled();
    await adder.addPushes('wx1', jobs(1));
    const many = jobs(2001);
    await adder.addPushes('wx1', many);
    expect(add).toHaveBeenCalledTimes(2);
    const added = addBulk.mock.calls.flatMap(([bulk]) =>
      bulk.map(({ data }) => (data as PushPayload).pushId),
    );
    expect(added).toEqual(many.slice(0, 2000).map(({ pushId }) => pushId));
    expect(add.mock.calls[1]?.[1]).toMatchObject({ pushId: many[2000]?.pushId });
  });

  test('when an add does not come back, then the caller is let go in time, and the next at once', async () => {
    const add = jest.fn(never);
    const { adder, breaker } = createAdder({ add });
    const startedAt = Date.now();
    expect(await adder.tryAddPushes('wx1', jobs(1), { timeoutMs: 50 })).toBe(false);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(adder.isAvailable()).toBe(false);
    for (let time = 0; time < 1000; time += 1) {
      expect(await adder.tryAddPushes('wx1', jobs(1))).toBe(false);
    }
    expect(add).toHaveBeenCalledTimes(1);
    breaker.reset();
    expect(adder.isAvailable()).toBe(true);
    expect(await adder.tryAddPushes('wx1', jobs(1), { timeoutMs: 10 })).toBe(false);
    expect(add).toHaveBeenCalledTimes(2);
  });

  test('when the engine refuses, then a hasty caller hears false and a patient one the reason', async () => {
    const refusal = new Error('OOM command not allowed');
    const { adder } = createAdder({ add: () => Promise.reject(refusal) });
    expect(await adder.tryAddPushes('wx1', jobs(1))).toBe(false);
    await expect(adder.addPushes('wx1', jobs(1))).rejects.toMatchObject({
      ...{ code: 'unavailable', cause: refusal, retryAfterMs: 1000 },
      message: expect.stringContaining('OOM') as unknown,
    });
  });

  test('while the engine is known to be down, then nothing is handed to it', async () => {
    const add = jest.fn(never);
    const { adder, open, setProblem } = createAdder({ add });
    setProblem('it does not answer');
    expect(await adder.tryAddPushes('wx1', jobs(1))).toBe(false);
    await expect(adder.addPushes('wx1', jobs(1))).rejects.toMatchObject({ code: 'unavailable' });
    expect(open).not.toHaveBeenCalled();
  });

  test("a job that nobody could read back is the caller's mistake, also while the engine is down", async () => {
    const { adder, breaker, setProblem } = createAdder({});
    const bad = [newPushJob({ cycle: 1.5 })];
    await expect(adder.tryAddPushes('wx1', bad)).rejects.toThrow();
    setProblem('down');
    await expect(adder.tryAddPushes('wx1', bad)).rejects.toThrow();
    expect(breaker.isOpen()).toBe(false);
  });
});
