/** What an endpoint can be told of a push (contract 9). */
export const pushCallbackTypes = [
  'push.sent',
  'push.confirmed',
  'push.undelivered',
  'push.parked',
  'push.unconfirmed',
  'push.dead',
  'push.expired',
  'push.cancelled',
] as const;
export type PushCallbackType = (typeof pushCallbackTypes)[number];

/** All that an endpoint can be told. */
export const callbackTypes = [...pushCallbackTypes, 'grant.received', 'app.paused'] as const;
export type CallbackType = (typeof callbackTypes)[number];

/** Those of an endpoint that names none: how each push ended. */
export const defaultCallbackTypes: readonly CallbackType[] = [
  'push.sent',
  'push.dead',
  'push.expired',
  'push.cancelled',
];

/** The type of a callback that only tries an endpoint out; nobody subscribes to it. */
export const TEST_CALLBACK_TYPE = 'webhook.test';

/** `skipped`: its endpoint took none when it was due. */
export const callbackStates = ['waiting', 'delivered', 'failed', 'skipped'] as const;
export type CallbackState = (typeof callbackStates)[number];
