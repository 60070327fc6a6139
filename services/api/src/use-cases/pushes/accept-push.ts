import { AppError } from '@yuexin/errors';
import type { AcceptResult, NewPush, PushRow, Storage } from '@yuexin/storage';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { KeyCaller } from '../../http/caller.ts';
import { acceptable, type AcceptablePush, type CheckPush } from './check-push.ts';
import { refusalOf } from './check-push-request.ts';
import type { Backlog } from './create-backlog.ts';
import { newPushOf, rowOfNewPush, type Idempotency } from './new-push.ts';
import type { PushBatchers } from './push-batchers.ts';
import type { Recipient } from './resolve-recipient.ts';

export type AcceptInput = {
  caller: KeyCaller;
  body: unknown;
  schema: z.ZodObject;
  idempotency: Idempotency | null;
};

/**
 * `isReplay`: the key was used before, with the same body; the push is as it is now. `isDuplicate`: another push holds the dedupe
 * key, and is answered as it is now.
 */
export type Accepted = { push: PushRow; isReplay: boolean; isDuplicate: boolean };

export type AcceptPush = (input: AcceptInput) => Promise<Accepted>;

export type AcceptPushDeps = {
  storage: {
    users: Pick<Storage['users'], 'register'>;
    pushes: Pick<Storage['pushes'], 'find'>;
    idempotency: Pick<Storage['idempotency'], 'find'>;
  };
  checkPush: CheckPush;
  batchers: PushBatchers;
  backlog: Backlog;
};

/**
 * Takes one push: reads it, checks all of it, finds the recipient, stores it, puts it on the queue.
 * Resolves when the push is committed (P1). Throws every problem at once (P9), `no-grant`, or what the key's history
 * demands (P5); then nothing is stored.
 */
export function createAcceptPush(deps: AcceptPushDeps): AcceptPush {
  const inFlight = new Set<string>();

  const accept = async (input: AcceptInput): Promise<Accepted> => {
    const checked = await deps.checkPush(input);
    const refusal = refusalOf(checked.findings);
    if (refusal !== null) {
      // The first request may have been right when it came: its time has passed, its template has gone.
      const replayed = await findReplay(deps, input);
      if (replayed !== null) return replayed;
      throw refusal;
    }
    const push = acceptable(checked);
    const overload = await deps.backlog.admit(push.app.appId);
    if (overload === null) return store(deps, input, push);
    // What is stored already is answered as ever.
    const replayed = await findReplay(deps, input);
    if (replayed !== null) return replayed;
    throw overload;
  };

  return async (input) => {
    if (input.idempotency === null) return accept(input);
    const name = `${input.caller.callerId}\n${input.idempotency.key}`;
    if (inFlight.has(name)) throw stillRunning();
    inFlight.add(name);
    try {
      return await accept(input);
    } finally {
      inFlight.delete(name);
    }
  };
}

async function store(
  deps: AcceptPushDeps,
  input: AcceptInput,
  checked: AcceptablePush,
): Promise<Accepted> {
  const { values, app, template, times, fallback } = checked;
  const recipient = await registerIfAsked(deps, checked);
  const push = newPushOf({
    id: uuidv7(),
    callerId: input.caller.callerId,
    values,
    app,
    template,
    recipient,
    times,
    fallback,
    idempotency: input.idempotency,
  });
  const { result, offered } = await deps.batchers.accept.add(push);
  await offered;
  return answer(deps, { push, result, openid: recipient.openid });
}

/** An openid nobody has logged in with yet, and `onUnknownRecipient: "park"`. */
async function registerIfAsked(deps: AcceptPushDeps, checked: AcceptablePush): Promise<Recipient> {
  const { recipient, values, app } = checked;
  if (recipient.userId !== null || values.to.openid === undefined) return recipient;
  const user = await deps.storage.users.register(app.appId, values.to.openid);
  return { ...recipient, userId: user.id, openid: user.openid };
}

async function answer(
  deps: AcceptPushDeps,
  stored: { push: NewPush; result: AcceptResult; openid: string | null },
): Promise<Accepted> {
  const { push, result, openid } = stored;
  switch (result.kind) {
    case 'created':
      return {
        // Which template a push with fallbacks has turned to is known to its row.
        push: push.choices
          ? await readFirst(deps, push.id)
          : rowOfNewPush({ push, result, openid }),
        ...{ isReplay: false, isDuplicate: false },
      };
    case 'replayed':
      return replayOf(await readFirst(deps, result.pushId));
    case 'duplicate':
      return {
        push: await readFirst(deps, result.pushId),
        ...{ isReplay: false, isDuplicate: true },
      };
    case 'key-reused':
      throw keyReused();
    case 'no-grant':
      throw new AppError('no-grant', {
        message: 'The user has no grant to spare for this template.',
        problems: [{ pointer: '/to', rule: 'grant', message: 'has no grant to spare' }],
      });
    case 'recipient-unknown':
      throw new AppError('recipient-unknown', {
        message: 'The recipient was erased at this moment.',
        problems: [
          { pointer: '/to', rule: 'known-recipient', message: 'was erased at this moment' },
        ],
      });
    case 'failed':
      throw new AppError('unavailable', {
        message: 'The push could not be stored.',
        cause: result.error,
      });
  }
}

async function findReplay(deps: AcceptPushDeps, input: AcceptInput): Promise<Accepted | null> {
  if (input.idempotency === null) return null;
  const { key, fingerprint } = input.idempotency;
  const first = await deps.storage.idempotency.find(input.caller.callerId, key);
  if (first === null) return null;
  if (!first.fingerprint.equals(fingerprint)) throw keyReused();
  if (first.pushId === null) return null;
  return replayOf(await readFirst(deps, first.pushId));
}

const replayOf = (push: PushRow): Accepted => ({ push, isReplay: true, isDuplicate: false });

async function readFirst(deps: AcceptPushDeps, pushId: string): Promise<PushRow> {
  const push = await deps.storage.pushes.find(pushId);
  if (push === null) throw new Error('A key names a push that is gone.');
  return push;
}

/** 409 while the first request with a key runs. */
export function stillRunning(): AppError {
  return new AppError('idempotency-in-flight', {
    message: 'The first request with this Idempotency-Key is still running.',
    retryAfterMs: 1000,
  });
}

/** 422 for a key that belongs to another body. */
export function keyReused(): AppError {
  return new AppError('idempotency-key-reused', {
    message: 'This Idempotency-Key was used with another body.',
  });
}
