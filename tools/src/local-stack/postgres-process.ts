import {
  openEmbeddedPostgres,
  type RunningPostgres,
} from '../embedded-postgres/open-embedded-postgres.ts';

/** The run's own PostgreSQL, as durable as in production, which may be restarted in the middle. */
export type PostgresProcess = {
  url: string;
  /** Of the postmaster, whose children the sessions are; another after a restart. */
  pid(): number;
  /** `fast` ends sessions and writes a checkpoint; `immediate` is a crash: the next start replays the log. */
  down(how: 'fast' | 'immediate'): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
};

/** Started, with an empty database. */
export async function startPostgresProcess(input: {
  dataRoot: string;
  port: number;
  settings?: Readonly<Record<string, string>>;
}): Promise<PostgresProcess> {
  const open = (): Promise<RunningPostgres> =>
    openEmbeddedPostgres({ ...input, password: 'private', database: 'yuexin' });
  let running = await open();
  let isClosed = false;
  return {
    url: running.url,
    pid: () => running.pid,
    async down(how) {
      if (how === 'fast') return running.stop();
      process.kill(running.pid, 'SIGQUIT');
      await running.ended;
    },
    async up() {
      // A fault may still be under way when the run is broken off.
      if (isClosed) throw new Error('PostgreSQL was stopped.');
      running = await open();
    },
    stop() {
      isClosed = true;
      return running.stop();
    },
  };
}
