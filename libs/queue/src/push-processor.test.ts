import { describe, expect, jest, test } from '@jest/globals';
import { createJobsInHand } from './jobs-in-hand.ts';
import { createPushProcessor } from './push-processor.ts';
import type { TakenJob } from './queue-engine.ts';
import type { JobFate, PushJobHandler } from './queue-hub.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';

const data = { pushId: '0197a3c4-0000-7000-8000-000000000001', cycle: 1 };
const token = 'the-lock';

function createJob(payload: unknown = data) {
  const moveToDelayed = jest.fn<TakenJob['moveToDelayed']>(() => Promise.resolve());
  const moveToWait = jest.fn<TakenJob['moveToWait']>(() => Promise.resolve(0));
  return { id: 'job-1', data: payload, moveToDelayed, moveToWait };
}

function createProcessor(answer: PushJobHandler) {
  const inHand = createJobsInHand();
  const logger = createMemoryLogger();
  const handler = jest.fn(answer);
  return {
    ...{ inHand, logger, handler },
    process: createPushProcessor({ appId: 'wx1', handler, inHand, logger }),
  };
}

const answers = (fate: JobFate) => () => Promise.resolve(fate);
const never: PushJobHandler = () => new Promise(() => undefined);

describe('a job in the hands of a consumer', () => {
  test('when the handler completes it, then it is completed', async () => {
    const { process, handler } = createProcessor(answers({ kind: 'complete' }));
    const job = createJob();
    await process(job, token);
    expect(handler).toHaveBeenCalledWith(expect.objectContaining({ appId: 'wx1', ...data }));
    expect(job.moveToDelayed).not.toHaveBeenCalled();
  });

  test('when the handler says later, then it is delayed by whole milliseconds under its lock', async () => {
    const { process } = createProcessor(answers({ kind: 'later', delayMs: 1500.5 }));
    const job = createJob();
    const before = Date.now();
    await expect(process(job, token)).rejects.toMatchObject({ name: 'DelayedError' });
    const [at, lock] = job.moveToDelayed.mock.calls[0]!;
    expect(lock).toBe(token);
    expect(Number.isInteger(at)).toBe(true);
    expect(at - before).toBeGreaterThanOrEqual(1501);
    expect(at - before).toBeLessThan(1600);
  });

  test('when it cannot be delayed, then it is neither failed nor completed, so that its lock brings it back', async () => {
    const { process, logger } = createProcessor(answers({ kind: 'later', delayMs: 1 }));
    const job = createJob();
    job.moveToDelayed.mockRejectedValue(new Error('Missing lock for job'));
    await expect(process(job, token)).rejects.toMatchObject({ name: 'DelayedError' });
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: 'a job could not be put back',
        fields: { appId: 'wx1', jobId: 'job-1', error: 'Missing lock for job' },
      },
    ]);
  });

  test('when the handler throws, then the job comes again after one to five seconds, spread', async () => {
    const delays = [];
    for (let round = 0; round < 40; round += 1) {
      const { process, logger } = createProcessor(() => Promise.reject(new Error('a bug')));
      const job = createJob();
      const before = Date.now();
      await expect(process(job, token)).rejects.toMatchObject({ name: 'DelayedError' });
      delays.push(job.moveToDelayed.mock.calls[0]![0] - before);
      expect(logger.lines[0]).toMatchObject({ level: 'error', fields: { error: 'a bug' } });
    }
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(5050);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(1000);
  });

  test('when it cannot be read, then it is completed and reported without its content', async () => {
    const { process, handler, logger } = createProcessor(never);
    await process(createJob({ pushId: 'secret text', cycle: 0 }), token);
    expect(handler).not.toHaveBeenCalled();
    expect(logger.lines).toEqual([
      {
        level: 'error',
        message: 'a job that cannot be read was dropped',
        fields: { appId: 'wx1', jobId: 'job-1' },
      },
    ]);
  });

  test('when the consumer is stopping, then a job that still arrives is put back unread', async () => {
    const { process, handler, inHand } = createProcessor(never);
    inHand.stop();
    const job = createJob();
    await expect(process(job, token)).rejects.toMatchObject({ name: 'WaitingError' });
    expect(job.moveToWait).toHaveBeenCalledWith(token);
    expect(handler).not.toHaveBeenCalled();
  });

  test('when what is in hand is given back, then all of it goes back, and what arrives later as well', async () => {
    const { process, inHand } = createProcessor(never);
    const [first, second, late] = [createJob(), createJob(), createJob()];
    const begun = [process(first, token), process(second, token)];
    inHand.giveBack();
    begun.push(process(late, token));
    for (const result of await Promise.allSettled(begun)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'WaitingError' } });
    }
    for (const job of [first, second, late]) expect(job.moveToWait).toHaveBeenCalledTimes(1);
  });
});
