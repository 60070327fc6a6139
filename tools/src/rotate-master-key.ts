/** `npm run rotate-master-key`: everything under an older key of MASTER_KEY is encrypted anew under the first. Reads only its environment. */
import { loadRotationConfig } from '@yuexin/config';
import { openKeyRotation } from '@yuexin/storage';
import { runCommand } from './run-command.ts';

const done = `Nothing is under an older key any more. Once every api and worker runs with the new list, the older keys may leave MASTER_KEY; \
mini programs whose session was signed under one log in again by themselves.`;

await runCommand('rotate-master-key', loadRotationConfig, async (config, logger) => {
  const leaving = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => leaving.abort());
  const rotation = openKeyRotation({
    ...{ databaseUrl: config.database.url, masterKeys: config.masterKeys, logger },
  });
  try {
    const { changed, remaining } = await rotation.run(leaving.signal);
    if (remaining === 0) logger.info(done, { changed });
    else logger.warn('Broken off: run it again to go on.', { changed, remaining });
    process.exitCode = remaining === 0 ? 0 : 130;
  } finally {
    await rotation.close();
  }
});
