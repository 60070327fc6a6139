import { presentPush, type ShownPush } from '@yuexin/callbacks';
import type { Accepted } from '../use-cases/pushes/accept-push.ts';

/** The answer to a push that was taken: itself, or the one that it is a duplicate of. */
export function presentAccepted({ push, isDuplicate }: Accepted): ShownPush {
  return { ...presentPush(push), ...(isDuplicate && { isDuplicate: true }) };
}
