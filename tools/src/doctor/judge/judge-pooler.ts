import type { PoolerFacts } from '@yuexin/storage';
import { failed, ok, warning, type Finding } from '../finding.ts';

const check = 'Pooler';
const asShipped = 'deploy/pgbouncer/pgbouncer.ini';
const waitsMs = 1_000;

type Limits = {
  statementLimitMs: number;
  lockLimitMs: number;
  idleInTransactionLimitMs: number;
};

export type PoolerInput = {
  /** Null: connections lead to PostgreSQL itself. */
  pooler: PoolerFacts | null;
  /** DATABASE_POOLER. */
  configured: 'none' | 'transaction';
  /** As a connection without settings of its own has them. */
  limits: Limits;
};

/** Whether what stands between fits what DATABASE_POOLER says of it. */
export function judgePooler({ pooler, configured, limits }: PoolerInput): Finding[] {
  if (pooler === null) {
    return configured === 'none'
      ? [ok(check, 'None: connections lead to PostgreSQL itself.')]
      : [
          warning(
            check,
            'DATABASE_POOLER=transaction, and nothing stands between: statements are parsed anew each time, and no limits hold.',
            'Unset DATABASE_POOLER.',
          ),
        ];
  }
  const misfit = configured === 'none' ? misfitOfNone(pooler) : misfitOfTransaction(pooler);
  return [
    misfit ?? ok(check, describe(pooler)),
    ...judgeLimits({ pooler, configured, limits }),
    ...judgeWaits(pooler),
  ];
}

const isTransactional = ({ isTransactional: wasSeen, console }: PoolerFacts): boolean =>
  wasSeen || console?.mode === 'transaction';

function describe(pooler: PoolerFacts): string {
  const { console } = pooler;
  const mode = isTransactional(pooler) ? 'in transaction mode' : 'in session mode';
  if (console === null) {
    return `One stands between, ${mode}; it does not tell its own limits to this user (stats_users).`;
  }
  return `${console.version} stands between, ${mode}, with ${console.poolSize} connections for at most ${console.clientsMax}.`;
}

/** Named statements and limits of sessions are used: does it carry them? */
function misfitOfNone(pooler: PoolerFacts): Finding | null {
  if (pooler.refusesLimits) {
    return failed(
      check,
      'It refuses connections that set limits of their own, as api and worker do without DATABASE_POOLER.',
      'Set DATABASE_POOLER=transaction on api and worker.',
    );
  }
  if (isTransactional(pooler) && pooler.keepsStatements === false) {
    return failed(
      check,
      'It lends connections for one transaction and keeps no named statements.',
      'Set DATABASE_POOLER=transaction, or let PgBouncer 1.21 keep them (max_prepared_statements = 200).',
    );
  }
  return null;
}

function misfitOfTransaction(pooler: PoolerFacts): Finding | null {
  if (pooler.console?.mode !== 'statement') return null;
  return failed(
    check,
    'It lends connections for one statement: no transaction holds.',
    'Set pool_mode = transaction.',
  );
}

/** Whoever may not set limits himself relies on the pooler’s. */
function judgeLimits({ pooler, configured, limits }: PoolerInput): Finding[] {
  if (configured === 'none' && pooler?.refusesLimits !== true) return [];
  const missing = [
    ...(limits.statementLimitMs === 0 ? ['statement_timeout'] : []),
    ...(limits.lockLimitMs === 0 ? ['lock_timeout'] : []),
    ...(limits.idleInTransactionLimitMs === 0 ? ['idle_in_transaction_session_timeout'] : []),
  ];
  if (missing.length === 0) return [ok('Pooler: limits', 'Statement, lock and idle transaction.')];
  return [
    warning(
      'Pooler: limits',
      `Connections through it have no ${missing.join(', no ')}: one stuck statement holds all others up.`,
      `Set connect_query as in ${asShipped}.`,
    ),
  ];
}

function judgeWaits({ console }: PoolerFacts): Finding[] {
  if (console === null || console.longestWaitMs < waitsMs) return [];
  return [
    warning(
      'Pooler: waits',
      `${console.clientsWaiting} wait for a connection, one for ${(console.longestWaitMs / 1000).toFixed(1)} s.`,
      'Raise default_pool_size, if PostgreSQL has processors to spare.',
    ),
  ];
}

/** The queue in PostgreSQL listens, which needs a connection of its own. */
export function judgeQueuePooler(pooler: PoolerFacts | null): Finding {
  const name = 'Queue in PostgreSQL';
  if (pooler === null || !isTransactional(pooler)) {
    return ok(name, 'Its connections are its own, so that it hears LISTEN.');
  }
  return failed(
    name,
    'QUEUE_URL leads through a pooler that lends connections for one transaction: LISTEN is not heard, and jobs lie still.',
    'Let QUEUE_URL lead to PostgreSQL itself, or to a Redis.',
  );
}
