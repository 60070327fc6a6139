import { describe, expect, it } from '@jest/globals';
import { readId, showId } from './public-id.ts';

const id = '019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21';

describe('public ids', () => {
  it('when an id is shown, then it can be read back, as its own kind only', () => {
    expect(showId('callback', id)).toBe(`cbk_${id}`);
    expect(readId('callback', `cbk_${id}`)).toBe(id);
    expect(readId('push', `cbk_${id}`)).toBeNull();
    expect(readId('callback', 'cbk_nonsense')).toBeNull();
  });

  it.each([id, `grt_${id}`, `psh_${id}0`, `psh_0${id}`, `psh_${id.toUpperCase()}A`, 'psh_', ''])(
    'when it is none (%s), then nothing is read',
    (wrong) => expect(readId('push', wrong)).toBeNull(),
  );
});
