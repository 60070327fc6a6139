/** What the services of a run stand on, and how it is hurt. */
export type Stores = {
  /** For whoever looks at the rows themselves, also after a change of servers. */
  databaseUrl: string;
  /** DATABASE_URL, QUEUE_URL and what belongs to them, for the services. */
  env: Readonly<Record<string, string>>;
  /** DATABASE_URL of the migration. */
  migrationUrl: string;
  redis: { kill(): Promise<void>; start(): Promise<void> };
  postgres: {
    down(how: 'fast' | 'immediate'): Promise<void>;
    up(): Promise<void>;
    /** Hands over from a primary that died to its standby. */
    promote?(): Promise<void>;
  };
  /** What stands between the services and PostgreSQL. */
  pooler?: { kill(): Promise<void>; start(): Promise<void> };
};

/** Ends in the reverse order of what was opened. */
export type CloseLater = (close: () => Promise<void>) => void;
