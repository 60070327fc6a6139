/** `npm start`: everything on this machine, until Ctrl-C. */
import path from 'node:path';
import { loadStartPorts } from './local-stack/start-ports.ts';
import { holdStartLock } from './local-stack/start-lock.ts';
import { startStack, type Stack } from './local-stack/start-stack.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { seedFreightApp } from './demo/seed-freight-app.ts';
import { renderWelcome } from './demo/render-welcome.ts';
import { buildConsole } from './local-stack/build-console.ts';
import { showServiceLine } from './local-stack/show-service-line.ts';

const dataRoot = process.env.YUEXIN_DATA_DIR ?? path.join(repoRoot, '.data');

async function main(): Promise<number> {
  const ports = await loadStartPorts(process.env);
  const lock = holdStartLock(dataRoot);
  const leaving = waitForSignal();
  try {
    const databaseUrl = process.env.DATABASE_URL;
    const queueUrl = process.env.QUEUE_URL;
    const starting = startStack({
      root: repoRoot,
      dataRoot,
      ports,
      ...(databaseUrl && { databaseUrl }),
      ...(queueUrl && { queueUrl }),
      say: (message) => console.log(message),
      onLine: showServiceLine,
    });
    const stack = await Promise.race([starting, leaving]);
    if (stack === 'leave') {
      console.log('Stopping …');
      await starting.then(
        (late) => late.stop(),
        () => undefined,
      );
      return 0;
    }
    return await serve(stack, leaving);
  } finally {
    lock.release();
  }
}

async function serve(stack: Stack, leaving: Promise<'leave'>): Promise<number> {
  const ending = Promise.race([leaving, stack.failed.catch(() => 'failed')]);
  let building: Promise<unknown> = Promise.resolve();
  try {
    const driver = await Promise.race([seedFreightApp(stack), stack.failed]);
    console.log(renderWelcome({ stack, driver }));
    // Only now: nobody waits for pages that they have not opened.
    building = buildConsole({ root: repoRoot, leaving: ending });
    await Promise.race([leaving, stack.failed]);
    console.log('\nStopping: api first, PostgreSQL last …');
    return 0;
  } finally {
    await stack.stop();
    await building;
    console.log('Stopped.');
  }
}

/** Ctrl-C, a plain kill, and a closed terminal all mean the same. npm may send Ctrl-C twice. */
function waitForSignal(): Promise<'leave'> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => resolve('leave'));
    }
  });
}

// A closed terminal must not end us by EPIPE before everything is stopped.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
