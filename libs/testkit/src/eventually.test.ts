import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('when the condition becomes truthy, then its value is the answer', async () => {
    const answers = [null, 0, false, '', 'there'];
    expect(await eventually(() => answers.shift(), { intervalMs: 1 })).toBe('there');
  });

  it('when an assertion stops throwing, then that is enough', async () => {
    let tries = 0;
    await eventually(() => expect((tries += 1)).toBe(3), { intervalMs: 1 });
    expect(tries).toBe(3);
  });

  it('when it never comes true, then the failure tells the last reason', async () => {
    const never = () => Promise.reject(new Error('no such row'));
    await expect(eventually(never, { timeoutMs: 5, intervalMs: 1 })).rejects.toThrow(
      'Not there within 5 ms: no such row',
    );
    await expect(eventually(() => null, { timeoutMs: 5, intervalMs: 1 })).rejects.toThrow(
      'the condition gave null',
    );
  });
});
