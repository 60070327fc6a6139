import { describe, expect, test } from '@jest/globals';
import { pageInMemory } from './page-in-memory.ts';

const page = (items: string[], limit: number, cursor?: string) =>
  pageInMemory({ items, nameOf: (item) => item, limit, cursor });

describe('pages of a small list', () => {
  test('when followed to the end, then each is shown once, whatever is put in front meanwhile', () => {
    const first = page(['d', 'c', 'b', 'a'], 2);
    expect(first.items).toEqual(['d', 'c']);
    const second = page(['e', 'd', 'c', 'b', 'a'], 2, first.nextCursor!);
    expect(second).toEqual({ items: ['b', 'a'], nextCursor: null });
  });

  test('when the list is empty or fits, then there is no cursor', () => {
    expect(page([], 5)).toEqual({ items: [], nextCursor: null });
    expect(page(['a'], 1)).toEqual({ items: ['a'], nextCursor: null });
  });

  test.each(['nonsense', '', Buffer.from('after:gone').toString('base64url')])(
    'when the cursor is %j, then it is refused',
    (cursor) => {
      expect(() => page(['a', 'b'], 1, cursor)).toThrow('cursor');
    },
  );
});
