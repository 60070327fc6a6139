import { describe, expect, test } from '@jest/globals';
import { pushPayload, toBullJob } from './push-job.ts';

const pushId = '0197a3c4-0000-7000-8000-000000000001';

describe('a push as a BullMQ job', () => {
  test('its id is made of push and cycle, it holds ids only and leaves nothing behind', () => {
    expect(toBullJob({ pushId, cycle: 4, priority: 'high' })).toEqual({
      name: 'push',
      data: { pushId, cycle: 4 },
      opts: { jobId: `${pushId}-4`, removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
  });

  test.each([
    ['high', undefined],
    ['normal', 10],
    ['low', 20],
  ] as const)('%s has BullMQ priority %s', (priority, expected) => {
    expect(toBullJob({ pushId, cycle: 0, priority }).opts.priority).toBe(expected);
  });

  test.each([
    [undefined, undefined],
    [0, undefined],
    [-5, undefined],
    [0.2, 1],
    [1500.4, 1501],
  ])('a delay of %s ms becomes %s', (delayMs, expected) => {
    const job = {
      pushId,
      cycle: 0,
      priority: 'high',
      ...(delayMs === undefined ? {} : { delayMs }),
    };
    expect(toBullJob(job as Parameters<typeof toBullJob>[0]).opts.delay).toBe(expected);
  });

  test.each([
    { pushId: `psh_${pushId}`, cycle: 0 },
    { pushId: '', cycle: 0 },
    { pushId, cycle: -1 },
    { pushId, cycle: 0.5 },
    { pushId, cycle: '0' },
    { pushId },
    null,
    'text',
  ])('%j is no payload', (data) => {
    expect(pushPayload.safeParse(data).success).toBe(false);
  });
});
