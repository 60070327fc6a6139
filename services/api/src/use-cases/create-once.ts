import { AppError } from '@yuexin/errors';
import type { AtomicStorage, Storage } from '@yuexin/storage';
import type { KeyCaller } from '../http/caller.ts';
import { keyReused, stillRunning } from './pushes/accept-push.ts';
import { fingerprintOf } from './fingerprint.ts';

type About = Readonly<Record<string, unknown>>;

/** Writes the key of a request, where there is one, beside what it created. `about`: what a replay needs to know of it. */
export type Remember = (inside: Pick<AtomicStorage, 'idempotency'>, about?: About) => Promise<void>;

export type CreatedOnce<T> = { isReplay: false; result: T } | { isReplay: true; about: About };

type Create<T> = (remember: Remember) => Promise<T>;

/**
 * Runs `create` unless the caller's key says that it ran before; throws `idempotency-key-reused` for another body and
 * `idempotency-in-flight` while the first runs in this process (`running` names what does).
 * For things that are created one after the other: their id is in the body, or they are made under a lock of their caller. `create`
 * must call `remember` in the transaction of the deed, after that, so that neither is there without the other.
 */
export async function createOnce<T>(input: {
  idempotency: Storage['idempotency'];
  running: Set<string>;
  caller: KeyCaller;
  key: string | null;
  operation: string;
  body: unknown;
  create: Create<T>;
}): Promise<CreatedOnce<T>> {
  const { running, caller, key, operation, body, create } = input;
  if (key === null) return { isReplay: false, result: await create(() => Promise.resolve()) };
  const { callerId } = caller;
  const name = `${callerId}\n${key}`;
  if (running.has(name)) throw stillRunning();
  running.add(name);
  try {
    return await createWithKey(input, {
      ...{ callerId, key },
      fingerprint: fingerprintOf(operation, body),
    });
  } finally {
    running.delete(name);
  }
}

type Use = { callerId: string; key: string; fingerprint: Buffer };

async function createWithKey<T>(
  input: { idempotency: Storage['idempotency']; operation: string; create: Create<T> },
  use: Use,
): Promise<CreatedOnce<T>> {
  const { idempotency, operation, create } = input;
  const before = await findFirst(idempotency, use);
  if (before !== null) return { isReplay: true, about: before };
  try {
    const result = await create(async (inside, about = {}) => {
      if ((await findFirst(inside.idempotency, use)) !== null) throw ranMeanwhile();
      await inside.idempotency.save({ ...use, response: { kind: operation, ...about } });
    });
    return { isReplay: false, result };
  } catch (error) {
    // Another process may have been a moment faster with the same request.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    const meanwhile = await findFirst(idempotency, use);
    if (meanwhile === null) throw error;
    return { isReplay: true, about: meanwhile };
  }
}

/** Undoes the deed. */
const ranMeanwhile = (): AppError =>
  new AppError('conflict', { message: 'The same request ran meanwhile.' });

/** What was kept under the key; throws when it was another request's. */
async function findFirst(
  idempotency: Pick<Storage['idempotency'], 'find'>,
  use: Use,
): Promise<About | null> {
  const first = await idempotency.find(use.callerId, use.key);
  if (first === null) return null;
  if (!first.fingerprint.equals(use.fingerprint)) throw keyReused();
  return first.response as About;
}
