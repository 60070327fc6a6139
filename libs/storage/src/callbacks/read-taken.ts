import type { Vault } from '../crypto/vault.ts';
import { toPushRow, type PushRow, type StoredPush } from '../repositories/push-row.ts';
import { secretPlace } from '../repositories/webhook-endpoint-row.ts';
import type { TakenCallback } from './callback-delivery.ts';

type DateField =
  | ('sendAt' | 'dueAt' | 'expiresAt' | 'sentAt')
  | ('confirmedAt' | 'createdAt' | 'updatedAt' | 'dedupeUntil');

/** As JSON has it: dates and bytes are text. The last attempt is the snapshot's. */
type ToldPush = Omit<StoredPush, DateField | 'phoneCipher' | `attempt${string}`> &
  Record<'dueAt' | 'expiresAt' | 'createdAt' | 'updatedAt', string> &
  Record<'sendAt' | 'sentAt' | 'confirmedAt' | 'dedupeUntil' | 'phoneCipher', string | null> & {
    attempts: number;
  };

export type ToldCallback = Omit<TakenCallback, 'at' | 'secrets' | 'push'> & {
  at: string;
  secretCipher: string;
  previousSecretCipher: string | null;
  push: ToldPush | null;
};

/** A callback as `callback_facts` tells it. */
export function readTaken(told: ToldCallback, vault: Vault): TakenCallback {
  const { at, secretCipher, previousSecretCipher, push, ...plain } = told;
  const ciphers = [secretCipher, previousSecretCipher].filter((cipher) => cipher !== null);
  const place = secretPlace(plain.endpointId);
  return {
    ...plain,
    at: new Date(at),
    push: push === null ? null : readPush(push, vault),
    secrets: ciphers.map((cipher) => vault.decrypt(Buffer.from(cipher, 'hex'), place)),
  };
}

function readPush(told: ToldPush, vault: Vault): PushRow {
  const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
  const stored: StoredPush = {
    ...told,
    phoneCipher: told.phoneCipher === null ? null : Buffer.from(told.phoneCipher, 'hex'),
    sendAt: instant(told.sendAt),
    dueAt: new Date(told.dueAt),
    expiresAt: new Date(told.expiresAt),
    sentAt: instant(told.sentAt),
    confirmedAt: instant(told.confirmedAt),
    createdAt: new Date(told.createdAt),
    updatedAt: new Date(told.updatedAt),
    dedupeUntil: instant(told.dedupeUntil),
    ...{ attemptErrcode: null, attemptRid: null, attemptMsgid: null, attemptAt: null },
  };
  return toPushRow(stored, vault);
}
