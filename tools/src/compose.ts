/** `npm run compose -- --profile simulator`: the services of docker-compose.yml on this machine without Docker, until Ctrl-C. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readComposeFile } from './compose/compose-file.ts';
import { startCompose } from './compose/start-compose.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { repoRoot } from './local-stack/repo-root.ts';

const leaving = new Promise<void>((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { profile: { type: 'string', multiple: true } } });
  const compose = readComposeFile(path.join(repoRoot, 'docker-compose.yml'), process.env);
  const dataRoot = makeScratch('yuexin-compose-');
  try {
    const stack = await startCompose({
      ...{ compose, profiles: values.profile ?? [], root: repoRoot, dataRoot },
      say: (line) => console.log(line),
    });
    try {
      console.log(`The api is at http://${stack.addressOf('api', 3000)}. Ctrl-C stops everything.`);
      await leaving;
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(dataRoot, { recursive: true, force: true });
  }
}

process.exitCode = await main().then(
  () => 0,
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  },
);
process.exit();
