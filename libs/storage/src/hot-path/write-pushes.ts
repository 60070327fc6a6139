import type { UserDeps } from '../repositories/user-row.ts';
import type { NewPush } from '../hot-path.ts';
import { priorityNumbers } from './due-push.ts';

type Sealing = Pick<UserDeps, 'phoneIndex' | 'vault'>;

/** Pushes as the functions of accept take them; `isOnTerms`: it must be accept_pushes_on_terms. */
export async function writePushes(
  core: Sealing,
  pushes: readonly NewPush[],
): Promise<{ isOnTerms: boolean; json: string }> {
  const rows = await Promise.all(pushes.map((push, ord) => writeRow(core, push, ord)));
  return { isOnTerms: pushes.some(hasTerms), json: JSON.stringify(rows) };
}

/** Whether it says something of other pushes, templates or grants: then they are looked at. */
const hasTerms = ({ dedupe, replaces, choices, purpose }: NewPush): boolean =>
  (dedupe ?? replaces ?? choices ?? purpose ?? null) !== null;

async function writeRow(core: Sealing, push: NewPush, ord: number): Promise<object> {
  return {
    ord,
    id: push.id,
    app_id: push.appId,
    template_id: push.templateId,
    caller_id: push.callerId,
    user_id: push.userId,
    ...(await sealAddress(core, push)),
    data: push.data,
    page: push.page,
    lang: push.lang,
    miniprogram_state: push.miniprogramState,
    priority: priorityNumbers[push.priority],
    on_no_grant: push.onNoGrant,
    on_unconfirmed: push.onUnconfirmed,
    biz_id: push.bizId,
    metadata: push.metadata,
    ttl_seconds: push.ttlSeconds,
    send_at: push.sendAt,
    expires_at: push.expiresAt,
    key: push.idempotency?.key ?? null,
    fingerprint: push.idempotency?.fingerprint.toString('hex') ?? null,
    ...(hasTerms(push) && writeTerms(push)),
    ...(push.isUrgent === true && { is_urgent: true }),
  };
}

function writeTerms({ dedupe, replaces, choices, purpose }: NewPush): object {
  return {
    dedupe_key: dedupe?.key ?? null,
    dedupe_seconds: dedupe?.seconds ?? null,
    replaces: replaces ?? null,
    choices: choices ?? null,
    purpose: purpose ?? null,
  };
}

/** The phone is stored sealed, beside the hash a login finds it by. */
async function sealAddress(core: Sealing, push: NewPush): Promise<object> {
  if (push.toPhone === null) return { to_unionid: push.toUnionid };
  const place = { table: 'pushes', column: 'to_phone_cipher', owner: push.id } as const;
  return {
    to_unionid: push.toUnionid,
    to_phone_hash: (await core.phoneIndex.hash(push.toPhone)).toString('hex'),
    to_phone_cipher: core.vault.encrypt(push.toPhone, place).toString('hex'),
  };
}
