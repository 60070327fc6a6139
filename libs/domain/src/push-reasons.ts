import { errcodeTable, policyForErrcode } from './errcodes/errcode-table.ts';

const unknownCode = Number.MIN_SAFE_INTEGER;

/** Every code that the reason of a push can have, sorted: another matches none. */
export const pushReasons: readonly string[] = [
  ...new Set([
    ...errcodeTable.map(({ reason }) => reason),
    policyForErrcode(unknownCode).reason,
    ...['not-sent', 'resend', 'retries-exhausted', 'unconfirmed', 'expired', 'cancelled'],
    ...['grant-revoked', 'grant-unknown', 'verdict-doubted', 'inferred-by-43101'],
    ...['verdict-delivered', 'verdict-resend', 'verdict-dead'],
    ...['recipient-erased', 'recipient-unknown', 'replayed', 'discarded', 'no-grant'],
    ...['superseded', 'fallback', 'quiet-hours', 'frequency-cap'],
  ]),
].sort();
