import { describe, expect, test } from '@jest/globals';
import type { DeadPush } from '@yuexin/storage';
import { createReplayTally } from './replay-tally.ts';

const template = {
  templateId: 'tpl',
  state: 'active' as const,
  keywords: [{ key: 'thing1', type: 'thing', label: '线路' }],
};
const push = (change: Partial<DeadPush> = {}): DeadPush => ({
  ...{ id: 'a', userId: 'u', templateId: 'tpl', onNoGrant: 'park', verdict: 'free', free: null },
  ...{ data: { thing1: { value: '广州' } }, errcode: null, purpose: null, kept: null },
  ...change,
});
const countsOf = (pages: DeadPush[][], allowsDuplicates = false) => {
  const tally = createReplayTally({ allowsDuplicates });
  for (const pushes of pages)
    tally.add({ pushes, templates: [template], lastId: null, isEnd: true });
  return tally.counts();
};

describe('the tally of a replay', () => {
  test('when pushes share grants over several pages, then each grant is counted once', () => {
    expect(
      countsOf([
        [push({ free: 3 }), push()],
        [push({ free: 3 }), push()],
      ]),
    ).toMatchObject({
      ...{ matched: 4, wouldSend: 3, wouldPark: 1, grantsSpent: 3 },
    });
  });

  test('when grants are kept for a purpose, then its pushes use them first, and no others do', () => {
    const pages = [
      [
        push({ free: 1 }),
        push({ purpose: 'order-42', kept: 1 }),
        push({ purpose: 'order-43', kept: 0 }),
      ],
      [push({ free: 1, purpose: 'order-42', kept: 1 }), push()],
    ];
    expect(countsOf(pages)).toMatchObject({
      ...{ matched: 5, wouldSend: 2, wouldPark: 3, grantsSpent: 2 },
    });
    expect(countsOf([[push({ free: 1, purpose: 'order-42', kept: 1 }), push()]])).toMatchObject({
      ...{ wouldSend: 2, wouldPark: 0, grantsSpent: 2 },
    });
  });

  test('when the first of a key is left out, then its grants are there for the next', () => {
    const pages = [[push({ free: 1, data: {} }), push({ verdict: 'may-duplicate' }), push()]];
    expect(countsOf(pages)).toMatchObject({
      ...{ wouldFailAgain: 1, mayDuplicate: 1, wouldSend: 1, grantsSpent: 1 },
    });
    expect(countsOf(pages, true)).toMatchObject({
      ...{ wouldFailAgain: 1, mayDuplicate: 1, wouldSend: 1, wouldPark: 1, grantsSpent: 1 },
    });
  });

  test('when WeChat refused the user for good, then it would fail again and takes no grant from the next', () => {
    expect(countsOf([[push({ free: 1, errcode: 40003 }), push({ errcode: 47003 })]])).toMatchObject(
      {
        ...{ wouldFailAgain: 1, wouldSend: 1, grantsSpent: 1 },
      },
    );
  });

  test('when a grant is standing, then all are sent and none is spent; without any, `send-anyway` goes and `reject` fails', () => {
    expect(countsOf([[push({ free: 2_147_483_647 }), push()]])).toMatchObject({
      ...{ wouldSend: 2, grantsSpent: 0 },
    });
    const without = [push({ free: 0, onNoGrant: 'reject' }), push({ onNoGrant: 'send-anyway' })];
    expect(countsOf([without])).toMatchObject({
      ...{ wouldSend: 1, wouldFailAgain: 1, wouldPark: 0, grantsSpent: 0 },
    });
  });

  test('every push is counted exactly once, unless duplicates are allowed', () => {
    const { matched, ...counts } = countsOf([
      [
        push({ free: 1 }),
        push(),
        push({ verdict: 'delivered' }),
        push({ verdict: 'recipient-erased' }),
        push({ verdict: 'may-duplicate' }),
        push({ templateId: 'gone', verdict: 'template-removed' }),
      ],
    ]);
    const { wouldSend, wouldPark, wouldFailAgain, mayDuplicate, alreadyDelivered } = counts;
    expect([wouldSend, wouldPark, wouldFailAgain, mayDuplicate, alreadyDelivered]).toEqual([
      ...[1, 1, 2, 1, 1],
    ]);
    expect(matched).toBe(6);
  });
});
