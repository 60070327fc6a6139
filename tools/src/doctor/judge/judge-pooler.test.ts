import { describe, expect, test } from '@jest/globals';
import type { PoolerFacts } from '@yuexin/storage';
import { judgePooler, judgeQueuePooler } from './judge-pooler.ts';

const console = {
  ...{ version: 'PgBouncer 1.18.0', mode: 'transaction', poolSize: 30, clientsMax: 1000 },
  ...{ clientsWaiting: 0, longestWaitMs: 0, statementsMax: 0 },
};
const pooler: PoolerFacts = {
  ...{ isTransactional: true, refusesLimits: true, keepsStatements: false, console },
};
const limits = { statementLimitMs: 30_000, lockLimitMs: 2_000, idleInTransactionLimitMs: 30_000 };
const none = { statementLimitMs: 0, lockLimitMs: 0, idleInTransactionLimitMs: 0 };
const judge = (
  ...[facts, configured, own = limits]: [PoolerFacts | null, 'none' | 'transaction', typeof limits?]
) =>
  judgePooler({ pooler: facts, configured, limits: own }).map(
    ({ check, status }) => `${check}: ${status}`,
  );

describe('what stands before PostgreSQL', () => {
  test('nothing, and nothing expected: well; expected all the same: a warning', () => {
    expect(judge(null, 'none', none)).toEqual(['Pooler: ok']);
    expect(judge(null, 'transaction', none)).toEqual(['Pooler: warning']);
  });

  test('the pooler as it is shipped, and told of: well, limits and all', () => {
    expect(judge(pooler, 'transaction')).toEqual(['Pooler: ok', 'Pooler: limits: ok']);
  });

  test('told of, and without connect_query: the missing limits are named', () => {
    const found = judgePooler({ pooler, configured: 'transaction', limits: none });
    expect(found[1]).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining(
        'no statement_timeout, no lock_timeout, no idle_in_transaction_session_timeout',
      ),
    });
  });

  test('not told of: what it refuses, or forgets, fails; what carries both is well', () => {
    expect(judge(pooler, 'none')).toEqual(['Pooler: failed', 'Pooler: limits: ok']);
    const takesLimits = { ...pooler, refusesLimits: false };
    expect(judge(takesLimits, 'none', none)).toEqual(['Pooler: failed']);
    expect(judge({ ...takesLimits, keepsStatements: true }, 'none', none)).toEqual(['Pooler: ok']);
  });

  test('a pooler that does not tell of itself is well, and says what it lacks', () => {
    const found = judgePooler({
      ...{ pooler: { ...pooler, console: null }, configured: 'transaction', limits },
    });
    expect(found[0]).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('stats_users'),
    });
  });

  test('statement mode holds no transaction; waits are told', () => {
    expect(judge({ ...pooler, console: { ...console, mode: 'statement' } }, 'transaction')).toEqual(
      [...['Pooler: failed', 'Pooler: limits: ok']],
    );
    const busy = { ...pooler, console: { ...console, clientsWaiting: 5, longestWaitMs: 2_500 } };
    const [, , waits] = judgePooler({ pooler: busy, configured: 'transaction', limits });
    expect(waits).toMatchObject({
      status: 'warning',
      detail: '5 wait for a connection, one for 2.5 s.',
    });
  });

  test('the queue in PostgreSQL listens, which only a connection of its own can', () => {
    expect(judgeQueuePooler(null).status).toBe('ok');
    expect(judgeQueuePooler(pooler).status).toBe('failed');
    const session = { ...pooler, isTransactional: false, console: null };
    expect(judgeQueuePooler(session).status).toBe('ok');
  });
});
