import type { Accepted } from '../use-cases/pushes/accept-push.ts';
import { presentPush } from './present-push.ts';

/** The answer to a push that was taken: itself, or the one that it is a duplicate of. */
export function presentAccepted({ push, isDuplicate }: Accepted) {
  return { ...presentPush(push), ...(isDuplicate && { isDuplicate: true }) };
}
