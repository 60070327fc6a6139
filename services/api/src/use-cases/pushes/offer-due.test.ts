import { describe, expect, test } from '@jest/globals';
import type { PushJob } from '@yuexin/queue';
import type { DuePush } from '@yuexin/storage';
import { createMetrics } from '@yuexin/telemetry';
import { createOfferDue } from './offer-due.ts';

const due = (appId: string, pushId: string, delayMs = 0): DuePush => ({
  appId,
  pushId,
  cycle: 1,
  priority: 'high',
  delayMs,
});

describe('offering due pushes', () => {
  test('when pushes of several apps are due, then each app gets one add', async () => {
    const adds: [string, readonly PushJob[]][] = [];
    const metrics = createMetrics({ service: 'test' });
    const offerDue = createOfferDue({
      queue: {
        tryAddPushes: (appId, jobs) => {
          adds.push([appId, jobs]);
          return Promise.resolve(appId === 'wx1');
        },
      },
      metrics,
    });
    await offerDue([due('wx1', 'a'), due('wx2', 'b'), due('wx1', 'c', 500)]);
    expect(adds).toEqual([
      [
        'wx1',
        [
          { pushId: 'a', cycle: 1, priority: 'high' },
          { pushId: 'c', cycle: 1, priority: 'high', delayMs: 500 },
        ],
      ],
      ['wx2', [{ pushId: 'b', cycle: 1, priority: 'high' }]],
    ]);
    const page = await metrics.render();
    expect(page).toMatch(/queue_offers_total\{result="added".*\} 2/);
    expect(page).toMatch(/queue_offers_total\{result="left-to-sweep".*\} 1/);
    await offerDue([]);
    expect(adds).toHaveLength(2);
  });
});
