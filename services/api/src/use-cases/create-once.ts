import type { Storage } from '@yuexin/storage';
import type { KeyCaller } from '../http/caller.ts';
import { keyReused } from './accept-push.ts';
import { fingerprintOf } from './fingerprint.ts';

/**
 * Runs `create` unless the caller's key says that it ran before; throws `idempotency-key-reused` for another body.
 * For things that cannot be created twice anyway (their id is in the body): the key is written after the deed.
 */
export async function createOnce(input: {
  idempotency: Storage['idempotency'];
  caller: KeyCaller;
  key: string | null;
  operation: string;
  body: unknown;
  create: () => Promise<void>;
}): Promise<{ isReplay: boolean }> {
  const { idempotency, caller, key, operation, body, create } = input;
  if (key === null) {
    await create();
    return { isReplay: false };
  }
  const fingerprint = fingerprintOf(operation, body);
  const first = await idempotency.find(caller.callerId, key);
  if (first !== null) {
    if (!first.fingerprint.equals(fingerprint)) throw keyReused();
    return { isReplay: true };
  }
  await create();
  await idempotency.save({
    callerId: caller.callerId,
    key,
    fingerprint,
    response: { kind: operation },
  });
  return { isReplay: false };
}
