import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import { newPrefix, type HubChoice, type QueueArena, type TestHub } from './queue-arena.ts';

export type ArenaInUse = {
  arena: () => QueueArena;
  /** A ready hub, closed after the test. Without a prefix, one that nobody else uses. */
  openHub: (choice?: Partial<HubChoice>) => Promise<TestHub>;
};

/** Opens the arena before the tests of a `describe` and closes it, and every hub, after them. */
export function useArena(openArena: () => Promise<QueueArena>): ArenaInUse {
  // Two cores may be shared by many suites; what has to be quick is measured in the tests themselves.
  jest.setTimeout(60_000);
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
