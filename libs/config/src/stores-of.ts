import { AppError } from '@yuexin/errors';
import type { QueueTarget } from './queue-target.ts';
import type { VariableValue } from './variables.ts';

type StoreName =
  'DATABASE_URL' | 'DATABASE_POOL_MAX' | 'DATABASE_POOLER' | 'QUEUE_URL' | 'QUEUE_PREFIX';

/**
 * Where the truth and the to-do list are. Throws `invalid-request` when the queue would listen through a pooler that
 * lends connections for a transaction: it would hear nothing, and say nothing of it.
 */
export function storesOf(values: { [K in StoreName]: VariableValue<K> }) {
  const { DATABASE_URL: url, DATABASE_POOLER: pooler } = values;
  const byDefault: QueueTarget = { engine: 'postgres', mode: 'single', url };
  const target = values.QUEUE_URL ?? byDefault;
  if (pooler === 'transaction' && target.engine === 'postgres' && target.url === url) {
    const message =
      'QUEUE_URL must be a Redis or the address of PostgreSQL itself: with DATABASE_POOLER=transaction DATABASE_URL leads to a pooler, through which the queue cannot listen';
    throw new AppError('invalid-request', {
      message: 'One variable of the environment cannot be used.',
      problems: [{ pointer: '/QUEUE_URL', rule: 'required', message }],
    });
  }
  return {
    database: { url, poolMax: values.DATABASE_POOL_MAX, pooler },
    queue: { target, prefix: values.QUEUE_PREFIX },
  };
}
