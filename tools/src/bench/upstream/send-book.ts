import {
  createSendTally,
  describeDelays,
  type SendTally,
  type TallyReading,
} from './send-tally.ts';

/** All sends, and those of each app. */
export type SendBook = {
  add: (appId: string, body: Buffer) => void;
  count: () => number;
  read: () => { all: TallyReading; apps: Record<string, TallyReading> };
  /** Of the stamped sends of these apps together. */
  delayOf: (appIds: readonly string[]) => TallyReading['delay'];
  /** Begins to count anew. */
  reset: () => void;
};

export function createSendBook(): SendBook {
  let all = createSendTally();
  let apps = new Map<string, SendTally>();
  return {
    add(appId, body) {
      all.add(body);
      let tally = apps.get(appId);
      if (tally === undefined) apps.set(appId, (tally = createSendTally()));
      tally.add(body);
    },
    count: () => all.count(),
    read: () => ({
      all: all.read(),
      apps: Object.fromEntries([...apps].map(([appId, tally]) => [appId, tally.read()])),
    }),
    delayOf: (appIds) => describeDelays(appIds.flatMap((appId) => apps.get(appId)?.delays() ?? [])),
    reset() {
      all = createSendTally();
      apps = new Map();
    },
  };
}
