import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from './wechat.mjs';

const jobOf = (number, stamp) => ({ name: 'send', data: messageOf(number, stamp) });

/** What the benchmark asks of a bare queue and its worker, whichever backend they have. */
export function createBareSender({ queue, worker }) {
  worker.on('error', (error) => console.error(error));
  queue.on('error', (error) => console.error(error));
  return {
    async open() {
      await queue.waitUntilReady();
      await queue.pause();
      void worker.run();
    },
    async add(count, size = 1000, atOnce = 1) {
      let next = 0;
      const carry = async () => {
        while (next < count) {
          const first = next;
          next = Math.min(count, first + size);
          const numbers = Array.from({ length: next - first }, (_, index) => first + index);
          await queue.addBulk(numbers.map((number) => jobOf(number)));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, carry));
    },
    /** One at a time at even intervals, each stamped as it is added. */
    async pace(count, perSecond) {
      const startedAt = performance.now();
      const adding = [];
      for (let index = 0; index < count; index += 1) {
        const waitMs = startedAt + (index * 1000) / perSecond - performance.now();
        if (waitMs > 0.5) await delay(waitMs);
        const { name, data } = jobOf(index, Number(process.hrtime.bigint()) / 1e6);
        adding.push(queue.add(name, data));
      }
      await Promise.all(adding);
    },
    start: () => queue.resume(),
    rest: () => queue.pause(),
    empty: () => queue.obliterate({ force: true }),
  };
}
