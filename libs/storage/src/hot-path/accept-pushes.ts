import type { Reason, PushState } from '@yuexin/domain';
import type { AcceptResult, DuePush, HotPath, NewPush } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { priorityNumbers, readDue, type StoredDuePush } from './due-push.ts';
import { foldRepeats } from './fold-repeats.ts';
import { runIsolated } from './run-isolated.ts';

type StoredResult =
  | {
      kind: 'created';
      pushId: string;
      state: PushState;
      cycle: number;
      reason: Reason | null;
      createdAt: string;
    }
  | { kind: 'replayed' | 'duplicate'; pushId: string }
  | { kind: 'key-reused'; pushId: string | null }
  | { kind: 'no-grant' | 'recipient-unknown' };

type Answer = { results: StoredResult[]; due: StoredDuePush[] };
type Sealing = Pick<StorageCore, 'phoneIndex' | 'vault'>;

/** Stores pushes, each once by its idempotency key; answers in the order asked. */
export function createAcceptPushes(core: StorageCore): HotPath['acceptPushes'] {
  const run = async (pushes: readonly NewPush[]): Promise<Answer> => {
    const { isOnTerms, json } = await writePushes(core, pushes);
    return callFunction<Answer>(core.database.query, {
      name: isOnTerms ? 'accept_pushes_on_terms' : 'accept_pushes',
      parameters: ['json'],
      values: [json],
    });
  };

  return async (pushes) => {
    const folded = foldRepeats(pushes);
    const results = new Map<NewPush, AcceptResult>();
    const due: DuePush[] = [];
    for (const portion of await runIsolated(folded.firsts, run)) {
      if ('answer' in portion) due.push(...readDue(portion.answer.due));
      for (const [index, push] of portion.items.entries()) {
        results.set(push, readResult(portion, index));
      }
    }
    return { results: folded.answerAll(results), due };
  };
}

/** Pushes as the functions of accept take them; `isOnTerms`: it must be accept_pushes_on_terms. */
export async function writePushes(
  core: Sealing,
  pushes: readonly NewPush[],
): Promise<{ isOnTerms: boolean; json: string }> {
  const rows = await Promise.all(pushes.map((push, ord) => writeRow(core, push, ord)));
  return { isOnTerms: pushes.some(hasTerms), json: JSON.stringify(rows) };
}

/** Whether it says something of other pushes or templates: then they are looked at. */
const hasTerms = ({ dedupe, replaces, choices }: NewPush): boolean =>
  (dedupe ?? replaces ?? choices ?? null) !== null;

function readResult(portion: { answer: Answer } | { error: Error }, index: number): AcceptResult {
  if ('error' in portion) return { kind: 'failed', error: portion.error };
  const result = portion.answer.results[index];
  if (result === undefined) {
    return { kind: 'failed', error: new RangeError('accept_pushes left out a push.') };
  }
  if (result.kind !== 'created') return result;
  return { ...result, createdAt: new Date(result.createdAt) };
}

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
  };
}

function writeTerms({ dedupe, replaces, choices }: NewPush): object {
  return {
    dedupe_key: dedupe?.key ?? null,
    dedupe_seconds: dedupe?.seconds ?? null,
    replaces: replaces ?? null,
    choices: choices ?? null,
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
