import { expect, test } from '@jest/globals';
import { findConnectionWorries } from './find-connection-worries.ts';

const needs = { poolMax: 10, processes: 3, connectionsMax: 97, pooler: null };
const pooler = { poolSize: 30, clientsMax: 1000 };

test('what suffices is no worry, with a pooler and without', () => {
  expect(findConnectionWorries(needs)).toEqual([]);
  expect(findConnectionWorries({ ...needs, connectionsMax: 30 })).toEqual([]);
  expect(findConnectionWorries({ ...needs, pooler })).toEqual([]);
  // A pooler is there to lend fewer than all may want.
  expect(findConnectionWorries({ ...needs, processes: 90, pooler })).toEqual([]);
});

test('when all processes may want more than PostgreSQL lets in, then both figures are told', () => {
  expect(findConnectionWorries({ ...needs, processes: 12 })).toEqual([
    'PostgreSQL lets in 97 connections, and 12 processes may want 10 each: raise max_connections, lower DATABASE_POOL_MAX, or put PgBouncer between.',
  ]);
  expect(findConnectionWorries({ ...needs, processes: 1, poolMax: 200 })[0]).toContain(
    'this process may want 200',
  );
});

test('when the pooler is too narrow on either side, then each side is told', () => {
  expect(findConnectionWorries({ ...needs, pooler: { poolSize: 4, clientsMax: 20 } })).toEqual([
    'The pooler lends 4 connections to all processes together, and a single one may want 10: raise default_pool_size, or lower DATABASE_POOL_MAX.',
    'The pooler takes 20 connections, and 3 processes may want 10 each: raise max_client_conn.',
  ]);
  const [worry] = findConnectionWorries({ ...needs, pooler: { ...pooler, poolSize: 98 } });
  expect(worry).toContain('may open 98 connections, and PostgreSQL lets in 97');
});
