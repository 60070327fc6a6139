import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import type { ChildService } from '../local-stack/child-service.ts';
import { createAddresses } from './create-addresses.ts';
import { inOrder } from './in-order.ts';
import { startOwnImage } from './start-own-image.ts';
import type { StartComposeInput, Started, StartInput } from './start-input.ts';
import { startPostgresImage, startRedisImage } from './start-stores.ts';

export type ComposeStack = {
  /** Where a port of a service is on this machine. */
  addressOf(service: string, port: number, instance?: number): string;
  /** Our own processes, by service and instance. */
  children: readonly ChildService[];
  /** In the reverse order of the start. */
  stop(): Promise<void>;
};

/**
 * The services of a compose file without Docker: PostgreSQL and Redis of this machine in place of their images, our own from `root`, the
 * same commands, the same environment. Only addresses differ: `redis:6379` becomes a port of loopback. Conditions of depends_on and
 * healthchecks hold. @throws AppError where one does not come up, or is of an image that nobody knows here.
 */
export async function startCompose(input: StartComposeInput): Promise<ComposeStack> {
  const { compose, profiles, say } = input;
  const wanted = Object.entries(compose.services).filter(
    ([, service]) => service.profiles?.some((name) => profiles.includes(name)) ?? true,
  );
  const addresses = await createAddresses(wanted);
  const started: Started[] = [];
  const stop = async (): Promise<void> => {
    for (const one of started.splice(0).reverse()) await one.stop();
  };
  mkdirSync(path.join(input.dataRoot, 'logs'), { recursive: true });
  try {
    for (const [name, service] of inOrder(wanted)) {
      say(`Starting ${name} …`);
      started.push(await start({ ...input, name, service, addresses }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addressOf: addresses.find,
    children: started.flatMap(({ children }) => children),
    stop,
  };
}

function start(input: StartInput): Promise<Started> {
  const image = input.service.image ?? '';
  if (image.startsWith('postgres:')) return startPostgresImage(input);
  if (image.startsWith('redis:')) return startRedisImage(input);
  if (image.startsWith('yuexin:')) return startOwnImage(input);
  throw new AppError('unavailable', {
    message: `${input.name}: there is nothing here in place of the image ${image}.`,
  });
}
