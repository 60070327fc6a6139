import type { EntityManager } from 'typeorm';
import type { DatabaseAddress } from './describe-database.ts';
import type { RunQuery } from './run-query.ts';

/** The two ways to a database: SQL, and TypeORM for plain rows. */
export type Database = {
  address: DatabaseAddress;
  query: RunQuery;
  /** One connection, one transaction: committed when `work` resolves, rolled back when it rejects. */
  transaction<T>(work: (query: RunQuery) => Promise<T>): Promise<T>;
  /** TypeORM on the same pool; connects on first use and tries again after a failure. */
  entities<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
};

/** The one connection pool of a process. */
export type OpenDatabase = Database & {
  /** Both ways on one connection, in one transaction: committed when `work` resolves, rolled back when it rejects. */
  atomically<T>(work: (inside: Database) => Promise<T>): Promise<T>;
  /** What the pool holds at this moment. */
  use(): { open: number; idle: number; waiting: number; max: number };
  close(): Promise<void>;
};
