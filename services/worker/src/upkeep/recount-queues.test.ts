import { describe, expect, test } from '@jest/globals';
import { buildApp, buildPause } from '../test-support/sample-app.ts';
import { recordLog } from '../test-support/record-log.ts';
import { recountQueues } from './recount-queues.ts';

const setUp = (state: { queued: number; jobs: number; isPaused?: boolean }) => {
  let rebuilds = 0;
  const app = buildApp('wx1', state.isPaused === true ? { pause: buildPause('operator') } : {});
  const sweep = recountQueues({
    storage: {
      apps: { list: () => Promise.resolve([app]) },
      upkeep: {
        countOpen: () =>
          Promise.resolve([
            { appId: 'wx1', state: 'queued', count: state.queued },
            { appId: 'wx1', state: 'parked', count: 1_000 },
          ]),
      },
    },
    queue: { counts: () => Promise.resolve({ waiting: 0, prioritized: state.jobs, active: 0 }) },
    feeder: { isOpen: () => true },
    rebuildApp: () => {
      rebuilds += 1;
      return Promise.resolve(state.queued);
    },
    logger: recordLog(),
  });
  const runTimes = async (times: number): Promise<number> => {
    for (let run = 0; run < times; run += 1) await sweep.run(new AbortController().signal);
    return rebuilds;
  };
  return { runTimes, state };
};

describe('recountQueues', () => {
  test('when jobs and queued pushes agree, then nothing is rebuilt', async () => {
    const { runTimes } = setUp({ queued: 7, jobs: 7 });
    await expect(runTimes(50)).resolves.toBe(0);
  });

  test('when pushes without a job stay three counts long, then the app is put back', async () => {
    const { runTimes } = setUp({ queued: 7, jobs: 5 });
    await expect(runTimes(2)).resolves.toBe(0);
    await expect(runTimes(1)).resolves.toBe(1);
  });

  test('when the difference was only movement, then the count begins anew', async () => {
    const { runTimes, state } = setUp({ queued: 7, jobs: 5 });
    await runTimes(2);
    state.jobs = 7;
    await runTimes(1);
    state.jobs = 5;
    await expect(runTimes(2)).resolves.toBe(0);
  });

  test('when putting back does not help, then it rests longer each time', async () => {
    const { runTimes } = setUp({ queued: 7, jobs: 5 });
    // 3 counts, rest 2, 3 counts, rest 4, 3 counts, rest 8 …
    await expect(runTimes(3 + 2 + 3 + 4 + 3)).resolves.toBe(3);
    await expect(runTimes(8 + 2)).resolves.toBe(3);
  });

  test('when the app is paused, then its pushes are not missed', async () => {
    const { runTimes } = setUp({ queued: 7, jobs: 0, isPaused: true });
    await expect(runTimes(10)).resolves.toBe(0);
  });
});
