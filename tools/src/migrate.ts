/** `npm run migrate`: the database and the queue's schema at this version, then exit. Reads only its environment. */
import { loadMigrateConfig } from '@yuexin/config';
import { createClock } from '@yuexin/telemetry';
import { runMigrate } from './migrate/run-migrate.ts';
import { runCommand } from './run-command.ts';

const waitLimitMs = 60_000;

await runCommand('migrate', loadMigrateConfig, (config, logger) =>
  runMigrate({ config, logger, clock: createClock(), waitLimitMs }),
);
