import type { CallbackBody } from '../generated/models.ts';

/**
 * What Yuexin posts to an endpoint, verified. `id` is the same for every delivery of one callback: what was seen before can be
 * left out. Further types may come: leave unknown ones alone.
 */
export type WebhookMessage = CallbackBody & { id: string };
