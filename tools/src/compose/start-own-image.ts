import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { startChildService, type ChildService } from '../local-stack/child-service.ts';
import type { Started, StartInput } from './start-input.ts';

const HEALTHY_LIMIT_MS = 120_000;
const CHECK_EVERY_MS = 300;

/** One process of ours, or as many as there are replicas; healthy, or (where others wait for its end) ended well. */
export async function startOwnImage(input: StartInput): Promise<Started> {
  const { name, service, compose } = input;
  const children: ChildService[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
  };
  const isAwaited = Object.values(compose.services).some(
    (other) => other.depends_on?.[name]?.condition === 'service_completed_successfully',
  );
  try {
    for (let instance = 0; instance < (service.deploy?.replicas ?? 1); instance += 1) {
      const child = startOne(input, instance);
      children.push(child);
      if (isAwaited) await untilEnded(child);
      else await untilHealthy(input, child, instance);
    }
    return { stop, children: isAwaited ? [] : children };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startOne(input: StartInput, instance: number): ChildService {
  const { name, service, addresses, root, dataRoot, account } = input;
  const program = (service.command ?? []).at(-1) ?? '';
  return startChildService({
    name: `${name}-${String(instance + 1)}`,
    entry: path.join(root, program),
    env: {
      NODE_ENV: 'production',
      ...addresses.rewrite(name, instance, service.environment ?? {}),
    },
    logDir: path.join(dataRoot, 'logs'),
    cwd: root,
    ...(account && { account }),
  });
}

async function untilEnded(child: ChildService): Promise<void> {
  const { code } = await child.ended;
  if (code !== 0)
    throw new AppError('unavailable', { message: `${child.name} failed; see its log.` });
}

async function untilHealthy(
  input: StartInput,
  child: ChildService,
  instance: number,
): Promise<void> {
  const test = input.service.healthcheck?.test;
  if (test === undefined) return;
  const [, program = '', ...args] = test;
  const port = (text: string): string =>
    /^\d+$/.test(text) ? String(input.addresses.portOf(input.name, Number(text), instance)) : text;
  const gone = new AbortController();
  void child.ended.then(() => gone.abort());
  const endAt = Date.now() + HEALTHY_LIMIT_MS;
  while (Date.now() < endAt && !gone.signal.aborted) {
    const code = await run(input, program, args.map(port));
    if (code === 0) return;
    await delay(CHECK_EVERY_MS);
  }
  throw new AppError('unavailable', { message: `${child.name} is not healthy; see its log.` });
}

/** The healthcheck's own command, beside the process it asks. */
function run(input: StartInput, program: string, args: string[]): Promise<number | null> {
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: input.root,
    stdio: 'ignore',
    ...(input.account ?? {}),
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code));
  });
}
