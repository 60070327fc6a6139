import { describe, expect, test } from '@jest/globals';
import { dayMs } from '../world/draw-month.ts';
import { createWallet } from './create-wallet.ts';

describe('a synthetic ledger', () => {
  test('when a grant is there, then a push takes it; the next one waits for the next accept', () => {
    const wallet = createWallet();
    wallet.accept('trip', 0);
    wallet.need('trip', 1);
    wallet.need('trip', 2);
    expect([wallet.available('trip'), wallet.parked('trip', 3)]).toEqual([0, 1]);
    wallet.accept('trip', 4);
    expect(wallet.count(5)).toEqual({
      ...{ atOnce: 1, released: 1, expired: 0, waiting: 0 },
      ...{ accepts: 2, spare: 0 },
    });
  });

  test('when a push has waited for a week, then it has expired and takes no grant', () => {
    const wallet = createWallet();
    wallet.need('trip', 0);
    wallet.need('trip', dayMs);
    wallet.accept('trip', 7 * dayMs);
    expect(wallet.count(7 * dayMs)).toMatchObject({ expired: 1, released: 1, spare: 0 });
    wallet.accept('trip', 8 * dayMs);
    expect(wallet.available('trip')).toBe(1);
  });

  test('a grant of one template pays for no other', () => {
    const wallet = createWallet();
    wallet.accept('trip', 0);
    wallet.need('paid', 1);
    expect(wallet.count(2)).toMatchObject({ atOnce: 0, waiting: 1, spare: 1 });
  });
});
