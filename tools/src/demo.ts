/** `npm run demo`: plays the freight story against a private stack; exit 0 only if every step held. */
import { rmSync } from 'node:fs';
import { playFreightStory } from './demo/play-freight-story.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { freePort } from './local-stack/ports.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { showServiceLine } from './local-stack/show-service-line.ts';
import { startStack, type Stack } from './local-stack/start-stack.ts';

async function main(): Promise<number> {
  const dataRoot = makeScratch('yuexin-demo-');
  let starting: Promise<Stack> | null = null;
  const stop = async (): Promise<void> => {
    // A stack that never came up has stopped itself.
    const stack = await starting?.catch(() => null);
    await stack?.stop();
    rmSync(dataRoot, { recursive: true, force: true });
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      console.log('Stopping …');
      void stop().then(() => process.exit(130));
    });
  }
  try {
    starting = startStack({
      root: repoRoot,
      dataRoot,
      ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
      ...(process.env.QUEUE_URL && { queueUrl: process.env.QUEUE_URL }),
      say: (message) => console.log(message),
      onLine: showServiceLine,
    });
    const stack = await starting;
    await Promise.race([
      playFreightStory({ stack, print: (line) => console.log(line) }),
      stack.failed,
    ]);
    console.log('\nEvery step held.');
    return 0;
  } catch (error) {
    console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await stop();
  }
}

process.exitCode = await main();
process.exit();
