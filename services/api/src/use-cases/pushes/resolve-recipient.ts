import type { FieldProblem } from '@yuexin/errors';
import type { CreatePushBody } from '../../routes/pushes/create-push.schema.ts';
import type { Finding } from './check-push-request.ts';
import type { PushBatchers } from './push-batchers.ts';

/** Who a push is for. Without a user it parks until a login brings one. */
export type Recipient = { userId: string | null; openid: string | null };

const unknownMessages = {
  openid: 'was never seen in this app: let the user log in, or import the user',
  phone: 'nobody has logged in with this phone yet',
  unionid: 'nobody has logged in with this unionid yet',
} as const;

/** Finds the user behind `to`, or the problem with it. Null when `to` itself is wrong. */
export async function resolveRecipient(
  deps: { batchers: Pick<PushBatchers, 'resolve'> },
  appId: string,
  values: Partial<CreatePushBody>,
): Promise<(Recipient & { finding: Finding | null }) | null> {
  const { to, onUnknownRecipient = 'reject' } = values;
  if (to === undefined) return null;
  const { user, isElsewhere } = await deps.batchers.resolve.add({
    appId,
    ...(to.openid !== undefined && { openid: to.openid }),
    ...(to.phone !== undefined && { phone: to.phone }),
    ...(to.unionid !== undefined && { unionid: to.unionid }),
  });
  if (user !== null) return { userId: user.id, openid: user.openid, finding: null };
  const nobody: Recipient = { userId: null, openid: null };
  if (isElsewhere)
    return { ...nobody, finding: find('other-app', 'belongs to another app', 'openid') };
  if (onUnknownRecipient === 'park') return { ...nobody, finding: null };
  const kind = to.openid !== undefined ? 'openid' : to.phone !== undefined ? 'phone' : 'unionid';
  return { ...nobody, finding: find('known-recipient', unknownMessages[kind], kind) };
}

function find(rule: string, message: string, kind: keyof typeof unknownMessages): Finding {
  const problem: FieldProblem = { pointer: `/to/${kind}`, rule, message };
  return { code: 'recipient-unknown', problem };
}
