import type { Push } from '../generated/models.ts';

type MessageOf<Type extends string, Data> = {
  /** The same for every delivery of one callback: what was seen before can be left out. */
  id: string;
  type: Type;
  /** When it happened, RFC 3339. */
  timestamp: string;
  /** Counts the callbacks of one push: a smaller one than was seen already is old news. */
  sequence?: number;
  data: Data;
};

/** What Yuexin posts to an endpoint, verified. Further types may come: leave unknown ones alone. */
export type WebhookMessage =
  | MessageOf<
      | 'push.sent'
      | 'push.confirmed'
      | 'push.undelivered'
      | 'push.parked'
      | 'push.unconfirmed'
      | 'push.dead'
      | 'push.expired'
      | 'push.cancelled',
      Push
    >
  | MessageOf<'grant.received' | 'app.paused', Record<string, unknown>>;
