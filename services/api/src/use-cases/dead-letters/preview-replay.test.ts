import { describe, expect, test } from '@jest/globals';
import { createReplayRoute } from '../../routes/replays/create-replay.ts';
import { createPreviewReplay } from './preview-replay.ts';

const caller = { kind: 'key', keyId: 'k', callerId: 'c', scopes: ['operator'], appIds: ['wxa'] };

describe('a preview of a replay', () => {
  test('when its walk finds no end, then it is capped and stored well before its route gives up', async () => {
    let nowMs = 0;
    let storedAtMs: number | null = null;
    const deps = {
      storage: {
        apps: { list: () => Promise.resolve([]) },
        replays: {
          openPreview: () => Promise.resolve('r'),
          listDead: () => {
            nowMs += 1_500;
            return Promise.resolve({ pushes: [], templates: [], lastId: 'x', isEnd: false });
          },
          closePreview: () => {
            storedAtMs = nowMs;
            return Promise.resolve();
          },
        },
      },
      clock: { now: () => new Date(nowMs), monotonicMs: () => nowMs },
      performAction: () => Promise.reject(new Error('not asked')),
    };
    const route = createReplayRoute({ ...deps, previewReplay: createPreviewReplay(deps) });
    const answer = await route.handle({
      ...{ params: {}, query: {}, caller: caller as never, requestId: 'q' },
      body: { filter: {}, dryRun: true, mayDuplicate: false },
      header: () => undefined,
      address: undefined,
      isSecure: false,
      signal: new AbortController().signal,
    });
    expect(answer).toMatchObject({ status: 200, json: { isCapped: true } });
    expect(storedAtMs).toBeGreaterThan(8_000);
    expect(route.deadlineMs ?? 8_000).toBeGreaterThan(2 * Number(storedAtMs));
  });
});
