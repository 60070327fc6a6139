import { createMessageWriter, type WriteMessage } from '@yuexin/domain';
import type { FieldProblem } from '@yuexin/errors';
import type { AudienceAtWork, NewPush, WaitingRecipient } from '@yuexin/storage';
import { v7 as uuidv7 } from 'uuid';
import type { AudienceTemplate } from './judge-audience.ts';

export type WrittenPushes = {
  pushes: { line: number; push: NewPush }[];
  /** Who gets none, and why. */
  refused: { line: number; problems: FieldProblem[] }[];
};

/** The pushes of some recipients of an audience, each as a caller would have asked for it now. */
export function writeAudiencePushes(input: {
  audience: AudienceAtWork;
  templates: readonly AudienceTemplate[];
  recipients: readonly WaitingRecipient[];
  now: Date;
}): WrittenPushes {
  const { audience, templates, recipients, now } = input;
  const { templateId, data, page, choices = null } = audience.push;
  const write = createMessageWriter({ templateId, data, page, choices }, templates);
  const written: WrittenPushes = { pushes: [], refused: [] };
  for (const recipient of recipients) {
    const { line } = recipient;
    const push = writePush({ audience, write, now }, recipient);
    if ('problems' in push) written.refused.push({ line, problems: push.problems });
    else written.pushes.push({ line, push });
  }
  return written;
}

function writePush(
  input: { audience: AudienceAtWork; write: WriteMessage; now: Date },
  recipient: WaitingRecipient,
): NewPush | { problems: FieldProblem[] } {
  const { audience, write, now } = input;
  const { push, expiresAt } = audience;
  const { userId, phone, unionid, variables } = recipient;
  if (variables === null || (userId === null && phone === null && unionid === null))
    return { problems: [erased] };
  if (expiresAt !== null && expiresAt <= now) return { problems: [tooLate(expiresAt)] };
  const message = write(variables);
  if (!message.ok) return { problems: message.problems };
  const sendAt = push.sendAt === null ? null : new Date(push.sendAt);
  const startMs = Math.max(now.getTime(), sendAt?.getTime() ?? 0);
  return {
    ...push,
    ...message.message,
    ...{ id: uuidv7(), callerId: audience.callerId, userId, idempotency: null },
    ...{ toPhone: userId === null ? phone : null, toUnionid: userId === null ? unionid : null },
    sendAt: sendAt !== null && sendAt > now ? sendAt : null,
    expiresAt: expiresAt ?? new Date(startMs + push.ttlSeconds * 1000),
  };
}

const erased: FieldProblem = { pointer: '/to', rule: 'known-recipient', message: 'was erased' };

const tooLate = (expiresAt: Date): FieldProblem => ({
  ...{ pointer: '/expiresAt', rule: 'future', actual: expiresAt.toISOString() },
  message: 'had passed when its turn came',
});
