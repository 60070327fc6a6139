import { connection as ownConnection } from './connection.ts';

type Deps = {
  connection: Pick<typeof ownConnection, 'read'>;
  wait: (ms: number) => Promise<void>;
};

/** What is there comes within these; what is gone for good, as after an upgrade, is told soon. */
const waitsMs = [1_000, 2_000, 4_000] as const;
const waitWhileLostMs = 2_000;

const own: Deps = {
  connection: ownConnection,
  wait: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
};

/**
 * Code that is fetched when it is needed: of a page, or of what draws charts. While the api is away it is waited for, and it
 * comes when the api does. Rejects with what the last try said once the api answers and the code is still not there.
 */
export async function fetchCode<T>(
  load: () => Promise<T>,
  { connection, wait }: Deps = own,
): Promise<T> {
  let failures = 0;
  for (;;) {
    try {
      return await load();
    } catch (error) {
      const isLost = connection.read() === 'lost';
      const waitMs = isLost ? waitWhileLostMs : waitsMs[failures];
      if (waitMs === undefined) throw error;
      failures = isLost ? 0 : failures + 1;
      await wait(waitMs);
    }
  }
}
