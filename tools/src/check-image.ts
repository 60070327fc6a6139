/** `npm run check:image`: the steps of the Dockerfile in a folder, then what docker-compose.yml starts, by an account that can write nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readComposeFile } from './compose/compose-file.ts';
import { startCompose } from './compose/start-compose.ts';
import { buildImage } from './image/build-image.ts';
import { createChecks } from './image/create-checks.ts';
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

const checks = createChecks(say);

async function main(): Promise<void> {
  const scratch = makeScratch('yuexin-image-');
  try {
    const stages = readDockerfile(readFileSync(path.join(repoRoot, 'Dockerfile'), 'utf8'));
    const image = await buildImage({ stages, root: repoRoot, scratch, say });
    checks.held(stages.reduce((sum, { instructions }) => sum + instructions.length, 0));
    const root = path.join(image, stages.at(-1)?.workdir ?? '');
    const size = execFileSync('du', ['-sm', root], { encoding: 'utf8' }).split('\t')[0] ?? '';
    say(`The image's /app: ${size} MB`);
    // As root we can be somebody else; anybody else takes his own rights away.
    const account = process.getuid?.() === 0 ? findUnprivilegedAccount() : null;
    execFileSync('chmod', ['-R', account === null ? 'a-w,a+rX' : 'go-w,a+rX', root]);
    const writable = findWritable(root, account);
    const otherwise = `The account that runs could write ${writable ?? ''}.`;
    checks.hold('Nothing of it can be written', writable === null, otherwise);
    await tryStack({ root, scratch, account });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What docker-compose.yml starts, from the image, to its end. */
async function tryStack(input: {
  root: string;
  scratch: string;
  account: ReturnType<typeof findUnprivilegedAccount> | null;
}): Promise<void> {
  const { root, scratch, account } = input;
  const stack = await startCompose({
    compose: readComposeFile(path.join(repoRoot, 'docker-compose.yml'), secrets),
    profiles: ['simulator'],
    ...{ root, dataRoot: path.join(scratch, 'data'), say },
    ...(account && { account }),
  });
  const names = stack.children.map(({ name }) => name);
  checks.held(names.length);
  say(`Healthy: ${names.join(', ')}, as ${account?.name ?? 'ourselves'}`);
  const { ok, status } = await fetch(`http://${stack.addressOf('api', 3000)}/console`);
  const answer = `The console answers ${String(status)}`;
  checks.hold(answer, ok, `${answer}.`);
  await stack.stop();
  for (const { name, ended } of stack.children) {
    const { code, signal } = await ended;
    const end = `${name} ended with ${String(code ?? signal)}`;
    checks.hold(end, code === 0, `${end}.`);
  }
}

process.exitCode = await main().then(
  () => (say(checks.verdict()), 0),
  (error: unknown) => (say(checks.verdict(error)), 1),
);
process.exit();
