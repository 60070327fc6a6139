import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { QueueArena, TestHub } from './queue-arena.ts';
import { newPrefix } from './queue-arena.ts';

export type ArenaInUse = {
  arena: () => QueueArena;
  /** A ready hub, closed after the test. Without a prefix, one that nobody else uses. */
  openHub: (choice?: { prefix?: string; url?: string; isReady?: boolean }) => Promise<TestHub>;
};

/** Opens the arena before the tests of a `describe` and closes it, and every hub, after them. */
export function useArena(openArena: () => Promise<QueueArena>): ArenaInUse {
  let arena: QueueArena;
  const hubs: TestHub[] = [];
  beforeAll(async () => {
    arena = await openArena();
  });
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
  });
  afterAll(async () => {
    await arena.close();
  });
  return {
    arena: () => arena,
    async openHub(choice = {}) {
      const hub = await arena.openHub({ prefix: newPrefix(), ...choice });
      hubs.push(hub);
      return hub;
    },
  };
}
