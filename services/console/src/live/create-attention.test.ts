import { describe, expect, it } from '@jest/globals';
import { createAttention } from './create-attention.ts';

describe('a page', () => {
  it.each(['pointerdown', 'keydown', 'wheel', 'touchstart'])(
    'is attended when it was opened, and for two minutes after each %s',
    (act) => {
      const target = new EventTarget();
      let nowMs = 0;
      const attention = createAttention({ target, nowMs: () => nowMs });
      expect(attention.isAttended()).toBe(true);
      nowMs = 120_000;
      expect(attention.isAttended()).toBe(false);
      target.dispatchEvent(new Event(act));
      nowMs = 239_999;
      expect(attention.isAttended()).toBe(true);
      nowMs = 240_000;
      expect(attention.isAttended()).toBe(false);
    },
  );
});
