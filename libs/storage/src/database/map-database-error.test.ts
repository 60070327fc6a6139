import { describe, expect, it } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { mapDatabaseError, readSqlState } from './map-database-error.ts';

const at = { host: 'db.internal', port: 5432, name: 'yuexin', user: 'app' };
const driverError = (code: string, message = 'whatever') =>
  Object.assign(new Error(message), { code });

describe('mapDatabaseError', () => {
  it.each([
    ['28P01', 'PostgreSQL at db.internal:5432 refuses the password of user app.'],
    ['3D000', 'PostgreSQL at db.internal:5432 has no database named yuexin.'],
    ['57P03', 'PostgreSQL at db.internal:5432 is starting up or shutting down.'],
    ['53300', 'PostgreSQL at db.internal:5432 has no connection left.'],
    ['53100', 'PostgreSQL has no space left on its disk.'],
    ['53200', 'PostgreSQL is out of memory.'],
    ['58030', 'PostgreSQL cannot read or write its files.'],
    ['25006', 'PostgreSQL at db.internal:5432 takes no writes: it is a standby.'],
    ['ECONNREFUSED', 'PostgreSQL at db.internal:5432 does not answer (ECONNREFUSED).'],
    ['57P01', 'PostgreSQL at db.internal:5432 does not answer (the connection was lost).'],
    ['40P01', 'PostgreSQL ended a deadlock; the same call may succeed now.'],
  ])('when the driver reports %s, then it is unavailable with a sentence', (code, message) => {
    expect(mapDatabaseError(driverError(code), at)).toMatchObject({ code: 'unavailable', message });
  });

  it.each([
    ['one row', 'while locking tuple (0,5) in relation "users"', true],
    ['one row, said in Chinese', '当锁定关系"users"的元组(0,5)时', true],
    ['a table', 'SQL statement "insert into pushes …"', false],
    ['nobody knows what', undefined, false],
  ])('when a lock of %s is not had in time, then it says which', (_, where, isRowLock) => {
    const error = Object.assign(driverError('55P03'), { where });
    expect(mapDatabaseError(error, at)).toMatchObject({
      code: 'unavailable',
      details: { sqlState: '55P03', isRowLock },
    });
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ])('when the connection is gone (%s), then it is unavailable', (message) => {
    expect(mapDatabaseError(new Error(message), at).code).toBe('unavailable');
  });

  it('when several addresses of a host failed, then the first failure speaks', () => {
    const failure = new AggregateError([driverError('ECONNREFUSED'), driverError('EHOSTUNREACH')]);
    expect(mapDatabaseError(failure, at).message).toContain('ECONNREFUSED');
  });

  it('when a statement was refused, then its SQLSTATE is told but not the row it quotes', () => {
    const refused = Object.assign(driverError('23505', 'duplicate key value'), {
      detail: 'Key (phone)=(+8613800000000) already exists.',
      constraint: 'users_key',
    });
    const error = mapDatabaseError({ driverError: refused }, at);
    expect(error).toMatchObject({ code: 'internal-error', details: { constraint: 'users_key' } });
    expect(readSqlState(error)).toBe('23505');
    expect(JSON.stringify(error) + String(error.cause)).not.toContain('13800000000');
  });

  it('when a statement quotes what it was given, then that is not told', () => {
    const refused = driverError('22P02', 'invalid input syntax for type uuid: "+8613800000000"');
    expect(mapDatabaseError(refused, at).message).toBe(
      'PostgreSQL refused a statement: invalid input syntax for type uuid (SQLSTATE 22P02).',
    );
  });

  it('when a text cannot be stored, then the input is at fault', () => {
    expect(mapDatabaseError(driverError('22P05'), at).code).toBe('invalid-request');
  });

  it('when it is ours already, then it stays what it is', () => {
    const error = new AppError('conflict', { message: 'x' });
    expect(mapDatabaseError(error, at)).toBe(error);
  });

  it('when something else was thrown, then it is an internal error without a state', () => {
    const error = mapDatabaseError(new TypeError('our own mistake'), at);
    expect(error).toMatchObject({ code: 'internal-error', message: 'our own mistake' });
    expect(readSqlState(mapDatabaseError(driverError('EPIPE'), at))).toBeNull();
    expect(readSqlState(error)).toBeNull();
    expect(readSqlState(new Error('x'))).toBeNull();
  });
});
