import type { NewWebhookEndpoint, Push } from '../generated/models.ts';

/** What an endpoint can be told, by the document. */
type WebhookType = NonNullable<NewWebhookEndpoint['events']>[number];
type PushType = Extract<WebhookType, `push.${string}`>;

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
  | MessageOf<PushType, Push>
  // `webhook.test` tries an endpoint out; nobody asks for it.
  | MessageOf<Exclude<WebhookType, PushType> | 'webhook.test', Record<string, unknown>>;
