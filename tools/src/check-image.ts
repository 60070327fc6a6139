/** `npm run check:image`: the steps of the Dockerfile in a folder, then what docker-compose.yml starts, by an account that can write nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readComposeFile } from './compose/compose-file.ts';
import { startCompose } from './compose/start-compose.ts';
import { buildImage } from './image/build-image.ts';
import { findWritable } from './image/find-writable.ts';
import { readDockerfile } from './image/read-dockerfile.ts';
import { findUnprivilegedAccount } from './embedded-postgres/choose-account.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { repoRoot } from './local-stack/repo-root.ts';

const say = (line: string): void => console.log(line);
const secrets = {
  POSTGRES_PASSWORD: 'letters4and2digits',
  MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
  BOOTSTRAP_ADMIN_KEY: 'k'.repeat(40),
  WECHAT_API_BASE_URL: 'http://simulator:3900',
};

async function main(): Promise<void> {
  const scratch = makeScratch('yuexin-image-');
  try {
    const stages = readDockerfile(readFileSync(path.join(repoRoot, 'Dockerfile'), 'utf8'));
    const image = await buildImage({ stages, root: repoRoot, scratch, say });
    const root = path.join(image, stages.at(-1)?.workdir ?? '');
    const size = execFileSync('du', ['-sm', root], { encoding: 'utf8' }).split('\t')[0] ?? '';
    say(`The image's /app: ${size} MB`);
    // As root we can be somebody else; anybody else takes his own rights away.
    const account = process.getuid?.() === 0 ? findUnprivilegedAccount() : null;
    execFileSync('chmod', ['-R', account === null ? 'a-w,a+rX' : 'go-w,a+rX', root]);
    const writable = findWritable(root, account);
    if (writable !== null) throw new Error(`The account that runs could write ${writable}.`);
    const stack = await startCompose({
      compose: readComposeFile(path.join(repoRoot, 'docker-compose.yml'), secrets),
      profiles: ['simulator'],
      ...{ root, dataRoot: path.join(scratch, 'data'), say },
      ...(account && { account }),
    });
    say(
      `Healthy: ${stack.children.map(({ name }) => name).join(', ')}, as ${account?.name ?? 'ourselves'}`,
    );
    const page = await fetch(`http://${stack.addressOf('api', 3000)}/console`);
    say(`The console answers ${String(page.status)}`);
    await stack.stop();
    const ends = await Promise.all(stack.children.map(({ ended }) => ended));
    if (!page.ok || ends.some(({ code }) => code !== 0)) throw new Error('Not all of it is well.');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main().then(
  () => (say('PASS: the image builds and runs.'), 0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  },
);
process.exit();
