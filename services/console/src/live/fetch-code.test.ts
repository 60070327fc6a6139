import { describe, expect, it } from '@jest/globals';
import type { ConnectionState } from './connection.ts';
import { fetchCode } from './fetch-code.ts';

/** Code that cannot be fetched until `isThere`, over a connection that is lost for the first so many waits. */
function fetchByHand(of: { failures: number; lostFor?: number }) {
  const waits: number[] = [];
  let tries = 0;
  const fetched = fetchCode(
    () => {
      tries += 1;
      return tries > of.failures ? Promise.resolve('code') : Promise.reject(new TypeError('gone'));
    },
    {
      connection: {
        read: (): ConnectionState => (waits.length < (of.lostFor ?? 0) ? 'lost' : 'connected'),
      },
      wait: (ms) => Promise.resolve(void waits.push(ms)),
    },
  );
  return { fetched, waits };
}

describe('code that is fetched', () => {
  it('comes at once when it is there', async () => {
    const { fetched, waits } = fetchByHand({ failures: 0 });
    expect(await fetched).toBe('code');
    expect(waits).toEqual([]);
  });

  it('is asked for again, since one failure says little', async () => {
    const { fetched, waits } = fetchByHand({ failures: 2 });
    expect(await fetched).toBe('code');
    expect(waits).toEqual([1000, 2000]);
  });

  it('is waited for as long as the connection is lost', async () => {
    const { fetched, waits } = fetchByHand({ failures: 12, lostFor: 12 });
    expect(await fetched).toBe('code');
    expect(waits).toHaveLength(12);
  });

  it('that is gone is told, with what the browser said', async () => {
    const { fetched, waits } = fetchByHand({ failures: 100, lostFor: 3 });
    await expect(fetched).rejects.toThrow('gone');
    expect(waits).toEqual([2000, 2000, 2000, 1000, 2000, 4000]);
  });
});
