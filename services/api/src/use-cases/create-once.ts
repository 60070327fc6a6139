import { AppError } from '@yuexin/errors';
import type { AtomicStorage, Storage } from '@yuexin/storage';
import type { KeyCaller } from '../http/caller.ts';
import { keyReused, stillRunning } from './pushes/accept-push.ts';
import { fingerprintOf } from './fingerprint.ts';

/** Writes the key of a request, where there is one, beside what it created. */
export type Remember = (inside: Pick<AtomicStorage, 'idempotency'>) => Promise<void>;

type Create = (remember: Remember) => Promise<void>;

/**
 * Runs `create` unless the caller's key says that it ran before; throws `idempotency-key-reused` for another body and
 * `idempotency-in-flight` while the first runs in this process (`running` names what does).
 * For things that cannot be created twice anyway (their id is in the body). `create` must call `remember` in the transaction of
 * the deed, so that neither is there without the other.
 */
export async function createOnce(input: {
  idempotency: Storage['idempotency'];
  running: Set<string>;
  caller: KeyCaller;
  key: string | null;
  operation: string;
  body: unknown;
  create: Create;
}): Promise<{ isReplay: boolean }> {
  const { running, caller, key, operation, body, create } = input;
  if (key === null) {
    await create(() => Promise.resolve());
    return { isReplay: false };
  }
  const { callerId } = caller;
  const name = `${callerId}\n${key}`;
  if (running.has(name)) throw stillRunning();
  running.add(name);
  try {
    return await createWithKey(input, {
      callerId,
      key,
      fingerprint: fingerprintOf(operation, body),
    });
  } finally {
    running.delete(name);
  }
}

async function createWithKey(
  input: { idempotency: Storage['idempotency']; operation: string; create: Create },
  use: { callerId: string; key: string; fingerprint: Buffer },
): Promise<{ isReplay: boolean }> {
  const { idempotency, operation, create } = input;
  const ranBefore = async (): Promise<boolean> => {
    const first = await idempotency.find(use.callerId, use.key);
    if (first !== null && !first.fingerprint.equals(use.fingerprint)) throw keyReused();
    return first !== null;
  };
  if (await ranBefore()) return { isReplay: true };
  try {
    await create((inside) => inside.idempotency.save({ ...use, response: { kind: operation } }));
  } catch (error) {
    // Another process may have been a moment faster with the same request.
    if (error instanceof AppError && error.code === 'conflict' && (await ranBefore()))
      return { isReplay: true };
    throw error;
  }
  return { isReplay: false };
}
