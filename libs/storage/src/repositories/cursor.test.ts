import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor, isUuidKey, toPage } from './cursor.ts';

const id = '01890000-0000-7000-8000-000000000000';

describe('cursors', () => {
  it('when a cursor goes out and comes back, then its key does', () => {
    expect(decodeCursor('pushes', encodeCursor('pushes', [id]), isUuidKey)).toEqual([id]);
  });

  it('when there is none, then the list starts at its first row', () => {
    expect(decodeCursor('pushes', null, isUuidKey)).toBeNull();
  });

  it.each([
    ['of another list', encodeCursor('audit', [id])],
    ['with another key', encodeCursor('pushes', ["x' or 1=1"])],
    ['with too long a key', encodeCursor('pushes', [id, id])],
    ['that is no JSON', Buffer.from('hello').toString('base64url')],
    ['that is no list', Buffer.from('{"a":1}').toString('base64url')],
    ['with numbers', Buffer.from('["pushes",1]').toString('base64url')],
    ['that is empty', ''],
    ['of odd characters', '💥'],
  ])(
    'when a cursor %s is given, then the request is invalid and the pointer says where',
    (_, cursor) => {
      expect(() => decodeCursor('pushes', cursor, isUuidKey)).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          problems: [expect.objectContaining({ pointer: '/query/cursor', rule: 'cursor' })],
        }),
      );
    },
  );

  it('when one row more than the limit was read, then there is a next page from the last shown', () => {
    const input = { list: 'pushes', keyOf: (row: string) => [row], show: (row: string) => row };
    const page = toPage({ ...input, rows: ['c', 'b', 'a'], limit: 2 });
    expect(page).toEqual({ items: ['c', 'b'], nextCursor: encodeCursor('pushes', ['b']) });
    expect(toPage({ ...input, rows: ['c', 'b'], limit: 2 }).nextCursor).toBeNull();
    expect(toPage({ ...input, rows: [], limit: 2 })).toEqual({ items: [], nextCursor: null });
  });
});
