import { AppError, normaliseError } from '@yuexin/errors';
import type { DatabaseAddress } from './describe-database.ts';

type DriverError = {
  code?: unknown;
  message?: unknown;
  constraint?: unknown;
  table?: unknown;
  where?: unknown;
};

/** PostgreSQL turned the connection away: sentences a person can act on. */
const refusals: Record<string, (at: DatabaseAddress) => string> = {
  '28P01': (at) => `PostgreSQL at ${at.host}:${at.port} refuses the password of user ${at.user}.`,
  '28000': (at) => `PostgreSQL at ${at.host}:${at.port} does not let user ${at.user} in.`,
  '3D000': (at) => `PostgreSQL at ${at.host}:${at.port} has no database named ${at.name}.`,
  '42501': (at) => `PostgreSQL user ${at.user} lacks a permission in database ${at.name}.`,
  '53300': (at) => `PostgreSQL at ${at.host}:${at.port} has no connection left.`,
  '57P03': (at) => `PostgreSQL at ${at.host}:${at.port} is starting up or shutting down.`,
  '53100': () => 'PostgreSQL has no space left on its disk.',
  '53200': () => 'PostgreSQL is out of memory.',
  '58030': () => 'PostgreSQL cannot read or write its files.',
  '25006': (at) => `PostgreSQL at ${at.host}:${at.port} takes no writes: it is a standby.`,
  '57014': () => 'PostgreSQL cancelled a statement that took too long.',
  '55P03': () => 'A lock in PostgreSQL could not be had in time.',
  '40P01': () => 'PostgreSQL ended a deadlock; the same call may succeed now.',
  '40001': () => 'PostgreSQL could not serialise a transaction; the same call may succeed now.',
};

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOENT',
]);

const lockTimeout = '55P03';

/** untranslatable_character (jsonb), character_not_in_repertoire (text). */
const unstorableText = new Set(['22P05', '22021']);

/** `invalid input syntax for type uuid: "…"` quotes what it was given. */
const quotedInput = /: ".*"$/s;

const lostConnection =
  /connection terminated|timeout exceeded when trying to connect|not queryable|client was closed|pool after calling end|query read timeout/i;

/**
 * Turns what the driver (or TypeORM around it) threw into an AppError: `unavailable` when the
 * database cannot serve now, `internal-error` for a statement it refused. `details.sqlState` keeps
 * the SQLSTATE, `details.isRowLock` whether a lock that was not had in time is one row's. The driver's error itself is not kept: its detail quotes rows.
 */
export function mapDatabaseError(thrown: unknown, at: DatabaseAddress): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = findDriverError(thrown);
  const code = codeOf(error);
  const isNetwork = networkCodes.has(code);
  const details = {
    sqlState: code === '' || isNetwork ? null : code,
    constraint: error.constraint ?? null,
    // One row that another session holds, not a table: `while locking tuple (0,1) in relation "users"`, in whatever language.
    ...(code === lockTimeout && { isRowLock: /\(\d+,\d+\)/.test(String(error.where)) }),
  };
  const refusal = refusals[code];
  if (refusal !== undefined) {
    return new AppError('unavailable', { message: refusal(at), details });
  }
  if (isConnectionTrouble(error)) {
    const why = isNetwork ? code : 'the connection was lost';
    const message = `PostgreSQL at ${at.host}:${at.port} does not answer (${why}).`;
    return new AppError('unavailable', { message, details });
  }
  if (unstorableText.has(code)) {
    const message = 'A text holds U+0000 or half a surrogate pair, which cannot be stored.';
    return new AppError('invalid-request', { message, details });
  }
  // Without a code it did not come from PostgreSQL but from our own work around a statement.
  if (code === '') return normaliseError(thrown);
  const said = String(error.message).replace(quotedInput, '');
  const message = `PostgreSQL refused a statement: ${said} (SQLSTATE ${code}).`;
  return new AppError('internal-error', { message, details });
}

/** Answers of PostgreSQL that repositories give a meaning. */
export const sqlStates = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
} as const;

/** The SQLSTATE of a mapped error, or null. 40P01 and 40001 mean: the same call may succeed now. */
export function readSqlState(error: unknown): string | null {
  if (!(error instanceof AppError)) return null;
  const state = error.details.sqlState;
  return typeof state === 'string' ? state : null;
}

/** Whether what the driver threw tells that its connection is dead or dying, be it open for a moment still. */
export function endsConnection(thrown: unknown): boolean {
  return isConnectionTrouble(findDriverError(thrown));
}

function isConnectionTrouble(error: DriverError): boolean {
  const code = codeOf(error);
  // A standby stays one as long as the connection lasts; the next connection may find the primary.
  if (networkCodes.has(code) || /^(08|57P|25006)/.test(code)) return true;
  return typeof error.message === 'string' && lostConnection.test(error.message);
}

function codeOf(error: DriverError): string {
  return typeof error.code === 'string' ? error.code : '';
}

/** TypeORM wraps driver errors; Node wraps the failures of several addresses of one host. */
function findDriverError(thrown: unknown): DriverError {
  if (typeof thrown !== 'object' || thrown === null) return { message: thrown };
  if ('driverError' in thrown) return findDriverError(thrown.driverError);
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return findDriverError(thrown.errors[0]);
  }
  return thrown;
}
