/**
 * Which queue is meant: an app's, by its appid, or the one of all callbacks. No appid holds a `*`.
 */
export const callbacksKey = '*callbacks';

/** As it is called in the store and on the board. */
export function queueNameOf(key: string): string {
  return key === callbacksKey ? 'callbacks' : `push-${key}`;
}

/** What a queue's keys in the store have in common, so that they lie together. */
export function queueSlotOf(key: string): string {
  return key === callbacksKey ? 'callbacks' : key;
}
