import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAuditRepository } from './audit.repository.ts';
import { createIdempotencyRepository } from './idempotency.repository.ts';

const { core } = await openTestCore();
const audit = createAuditRepository(core);
const entry = {
  ...{ actor: 'key:a', action: 'app.pause', target: 'app:wx1', appId: 'wx1' },
  ...{ before: null, after: { 原因: '配额 🚫', list: [1] }, reason: '手动', requestId: 'req-1' },
};

describe('audit', () => {
  it('when an action is noted, then it is told as it was', async () => {
    await audit.append(entry);
    const page = await audit.list({ limit: 5, cursor: null });
    expect(page.items).toEqual([{ ...entry, id: expect.any(String), at: expect.any(Date) }]);
  });

  it.each([
    ['target', { target: 'push:1' }],
    ['actor', { actor: 'key:b' }],
    ['action', { action: 'push.replay' }],
  ])('when filtered by %s, then only those are shown', async (_, change) => {
    await audit.append({ ...entry, ...change });
    const page = await audit.list({ ...change, limit: 5, cursor: null });
    expect(page.items).toHaveLength(1);
    expect(page.items[0]).toMatchObject(change);
  });

  it('when asked for some apps, then no other’s and nobody’s are shown', async () => {
    for (const appId of ['wx2', 'wx3', null]) await audit.append({ ...entry, appId });
    const of = async (...appIds: string[]) =>
      (await audit.list({ appIds, limit: 9, cursor: null })).items.map((row) => row.appId);
    expect((await of('wx2', 'wx3')).toSorted()).toEqual(['wx2', 'wx3']);
    expect(await of('wx4')).toEqual([]);
    expect(await of()).toEqual([]);
  });

  it('when actions are added between pages, then each older one is shown once', async () => {
    const all = await audit.list({ limit: 50, cursor: null });
    const first = await audit.list({ limit: 2, cursor: null });
    await audit.append(entry);
    const rest = await audit.list({ limit: 50, cursor: first.nextCursor });
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.nextCursor).toBeNull();
  });
});

describe('answers kept under an idempotency key', () => {
  const answers = createIdempotencyRepository(core);
  const kept = { callerId: uuidv7(), key: 'k-1', fingerprint: Buffer.from('f') };

  it('when an answer is kept, then the first stays, whatever it is', async () => {
    await answers.save({ ...kept, response: ['单', { n: 1 }] });
    await answers.save({ ...kept, fingerprint: Buffer.from('g'), response: 'other' });
    expect(await answers.find(kept.callerId, 'k-1')).toEqual({
      fingerprint: Buffer.from('f'),
      pushId: null,
      response: ['单', { n: 1 }],
    });
  });

  it('when the key is unknown to this caller, then there is no answer', async () => {
    expect(await answers.find(uuidv7(), 'k-1')).toBeNull();
    expect(await answers.find(kept.callerId, 'k-2')).toBeNull();
  });
});
