import { describe, expect, test } from '@jest/globals';
import { createSemaphore } from './create-semaphore.ts';

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('createSemaphore', () => {
  test('when all places are taken, then the next work waits for one to end', async () => {
    const places = createSemaphore(2);
    const gates = [gate(), gate(), gate()];
    const begun: number[] = [];
    const works = gates.map(({ opened }, index) =>
      places.run(async () => {
        begun.push(index);
        await opened;
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    gates[0]!.open();
    await works[0];
    await new Promise(setImmediate);
    expect(begun).toEqual([0, 1, 2]);
    gates[1]!.open();
    gates[2]!.open();
    await Promise.all(works);
  });

  test('when a work fails, then its place is free again', async () => {
    const places = createSemaphore(1);
    await expect(places.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(places.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  test('when the last work ends, then idle is told, and at once when none runs', async () => {
    const places = createSemaphore(1);
    await places.idle();
    const { opened, open } = gate();
    const order: string[] = [];
    const work = places.run(() => opened).then(() => order.push('work'));
    const second = places.run(() => Promise.resolve()).then(() => order.push('second'));
    const idle = places.idle().then(() => order.push('idle'));
    open();
    await Promise.all([work, second, idle]);
    expect(order.indexOf('idle')).toBeGreaterThan(order.indexOf('work'));
    expect(order).toHaveLength(3);
  });
});
