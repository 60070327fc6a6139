import { randomBytes } from 'node:crypto';
import type { CallbackType, Reason } from '@yuexin/domain';
import type { CipherPlace } from '../crypto/vault.ts';

export type WebhookEndpointRow = {
  id: string;
  callerId: string;
  url: string;
  events: CallbackType[];
  /** Null: every app. */
  appIds: string[] | null;
  state: 'enabled' | 'disabled';
  disabledReason: Reason | null;
  disabledAt: Date | null;
  /** Calls that failed in a row, and since when. */
  failures: number;
  failingSince: Date | null;
  /** Left alone until then. */
  blockedUntil: Date | null;
  /** A recovery is under way: what was missed since then is told again. */
  recoverSince: Date | null;
  /** The secret before the present one signs until then. */
  previousSecretUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export const endpointColumns = `
  id, caller_id as "callerId", url, events, app_ids as "appIds", state, disabled_reason as "disabledReason",
  disabled_at as "disabledAt", failures, failing_since as "failingSince",
  case when blocked_until > clock_timestamp() then blocked_until end as "blockedUntil",
  recover_since as "recoverSince",
  case when previous_secret_until > clock_timestamp() then previous_secret_until end as "previousSecretUntil",
  created_at as "createdAt", updated_at as "updatedAt"`;

/** The present and the previous secret are of one place, so that a rotation moves the ciphertext as it is. */
export function secretPlace(endpointId: string): CipherPlace {
  return { table: 'webhook_endpoints', column: 'secret_cipher', owner: endpointId };
}

const secretBytes = 32;

/** As Standard Webhooks shows secrets: `whsec_` and base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}
