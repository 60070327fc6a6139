/** `npm run migrate`: the database and the queue's schema at this version, then exit. Reads only its environment. */
import { loadMigrateConfig, reportConfigProblems, type MigrateConfig } from '@yuexin/config';
import { normaliseError } from '@yuexin/errors';
import { createClock, createLogger } from '@yuexin/telemetry';
import { runMigrate } from './migrate/run-migrate.ts';

const waitLimitMs = 60_000;

async function main(): Promise<void> {
  const config = readConfig();
  if (config === null) return;
  const logger = createLogger({ service: 'migrate', ...config.log });
  await runMigrate({ config, logger, clock: createClock(), waitLimitMs });
}

function readConfig(): MigrateConfig | null {
  try {
    return loadMigrateConfig(process.env);
  } catch (error) {
    process.stderr.write(reportConfigProblems(error));
    process.exitCode = 1;
    return null;
  }
}

main().catch((error: unknown) => {
  console.error(normaliseError(error).message);
  process.exitCode = 1;
});
