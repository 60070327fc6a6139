import { decideNext, decideTokenRefusal, type Decision } from '@yuexin/domain';
import type { ClaimedPush } from '@yuexin/storage';
import type { Random } from '../flow/jitter.ts';
import type { SentPush } from './send-push.ts';

/** The domain's decision on one attempt: on what WeChat said of the message, or of the app when it gave no token. */
export function decideAttempt(input: {
  push: ClaimedPush;
  sent: SentPush;
  now: Date;
  random: Random;
}): Decision {
  const { sent, now, random } = input;
  const { tokenRefusal, reply } = sent;
  // A replay began a new life: its attempts are counted anew.
  const attemptNumber = input.push.attemptNumber - input.push.earlierAttempts;
  const push = { ...input.push, attemptNumber };
  if (tokenRefusal === null) return decideNext({ push, outcome: reply.outcome, now, random });
  return decideTokenRefusal({ push, ...tokenRefusal, now, random });
}
