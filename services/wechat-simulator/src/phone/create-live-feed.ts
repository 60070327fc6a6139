import type { ShownEvent } from '../control/show-event.ts';
import type { ShownCall } from '../front/call-log.ts';
import type { InboxMessage } from '../ledger/sim-user.ts';

/** What the phone page hears about as it happens. */
export type FeedItem =
  | { type: 'message'; userId: string; message: InboxMessage }
  | { type: 'call'; call: ShownCall }
  | { type: 'event'; event: ShownEvent }
  | { type: 'user'; userId: string }
  | { type: 'faults' }
  | { type: 'reset' };

export type FeedListener = (item: FeedItem) => void;

/** Tells every open page; costs nothing when there is none, since an item is made only when somebody listens. */
export function createLiveFeed() {
  const listeners = new Set<FeedListener>();
  return {
    publish: (make: () => FeedItem): void => {
      if (listeners.size === 0) return;
      const item = make();
      for (const listener of listeners) listener(item);
    },
    /** Returns the way out. */
    listen: (listener: FeedListener): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export type LiveFeed = ReturnType<typeof createLiveFeed>;
