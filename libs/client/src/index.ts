export type { AudienceExtras, AudienceRecipientLine, RecipientFile } from './audience-calls.ts';
export type { CallOptions, SessionCallOptions } from './call-options.ts';
export type { ClientOptions } from './client-options.ts';
export { createYuexinClient, type YuexinClient } from './create-yuexin-client.ts';
export { ConnectionError } from './errors/connection-error.ts';
export {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NoGrantError,
  NotFoundError,
  ProblemError,
  RateLimitedError,
  UnauthenticatedError,
  UnavailableError,
} from './errors/problem-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { UnreadableAnswerError } from './errors/unreadable-answer-error.ts';
export { YuexinError } from './errors/yuexin-error.ts';
export type * from './generated/models.ts';
export type { AnswerOf, BodyOf, QueryOf } from './operation-types.ts';
export type { Page, PagedList } from './paged-list.ts';
export { hasEnded } from './wait-for-end.ts';
export { signWebhook } from './webhooks/sign-webhook.ts';
export { verifyWebhook } from './webhooks/verify-webhook.ts';
export type { WebhookHeaders } from './webhooks/read-webhook-headers.ts';
export type { WebhookBody } from './webhooks/signed-content.ts';
export type { WebhookMessage } from './webhooks/webhook-message.ts';
export {
  WebhookVerificationError,
  type WebhookFault,
} from './webhooks/webhook-verification-error.ts';
