import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createGate, newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxmarker';

describe.each(queueArenas)('the marker ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  test('a new queue has none; once set, every process of this environment sees it, for this app alone', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    expect(await hub.hasMarker(appId)).toBe(false);
    await hub.setMarker(appId);
    await hub.setMarker(appId);
    const second = await openHub({ prefix });
    const elsewhere = await openHub();
    expect(await second.hasMarker(appId)).toBe(true);
    expect(await second.hasMarker('wxother')).toBe(false);
    expect(await elsewhere.hasMarker(appId)).toBe(false);
  });

  test('when the store is wiped under running workers, then the marker is gone and jobs put back are done', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 2 });
    await hub.setMarker(appId);
    const waiting = [newPushJob({ delayMs: 60_000 }), newPushJob({ delayMs: 60_000 })];
    await hub.addPushes(appId, waiting);
    await arena().wipe(prefix);
    expect(await hub.hasMarker(appId)).toBe(false);
    expect(await hub.counts(appId)).toMatchObject({ delayed: 0 });
    await hub.addPushes(
      appId,
      waiting.map((job) => ({ ...job, delayMs: 0 })),
    );
    await hub.setMarker(appId);
    await eventually(() => expect(seen).toHaveLength(2), { timeoutMs: 15_000 });
    expect(await hub.hasMarker(appId)).toBe(true);
  });

  test('when the store is wiped once more while jobs are put back, then the marker is not set', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    expect(await hub.hasMarker(appId)).toBe(false);
    await hub.addPushes(appId, [newPushJob({ delayMs: 60_000 })]);
    await arena().wipe(prefix);
    await hub.setMarker(appId);
    expect(await hub.hasMarker(appId)).toBe(false);
    await hub.addPushes(appId, [newPushJob({ delayMs: 60_000 })]);
    await hub.setMarker(appId);
    expect(await hub.hasMarker(appId)).toBe(true);
    // What was noted is used up: a marker may be set without a look before it, and the next wipe is noticed.
    await arena().wipe(prefix);
    await hub.setMarker(appId);
    expect(await hub.hasMarker(appId)).toBe(true);
    await arena().wipe(prefix);
    expect(await hub.hasMarker(appId)).toBe(false);
  });

  test('when the store was wiped, then setting the marker brings the cap of the event stream back', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    await hub.setMarker(appId);
    await arena().wipe(prefix);
    await hub.setMarker(appId);
    const backend = arena().raw.queue({ prefix, appId }).getBackend();
    expect(await backend.getQueueMetaField('max')).toBe('1000000');
    const { seen, handler } = recordingHandler();
    await hub.addPushes(
      appId,
      Array.from({ length: 600 }, () => newPushJob()),
    );
    await hub.consumePushes(appId, handler, { concurrency: 50 });
    // On a machine that is too busy one is handed over twice.
    const distinct = () => new Set(seen.map(({ pushId }) => pushId)).size;
    await eventually(() => expect(distinct()).toBe(600), { timeoutMs: 30_000 });
    await eventually(async () =>
      expect(await arena().raw.eventCount({ prefix, appId })).toBeLessThan(500),
    );
  });

  test('when a job was in hand while the store was wiped, then its end disturbs nothing', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const wiped = createGate();
    const { seen, handler } = recordingHandler(async () => {
      if (seen.length === 1) {
        await arena().wipe(prefix);
        wiped.open();
      }
      return { kind: 'complete' };
    });
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await hub.addPushes(appId, [newPushJob()]);
    await wiped.passed;
    await hub.addPushes(appId, [newPushJob(), newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(3), { timeoutMs: 15_000 });
  });
});
