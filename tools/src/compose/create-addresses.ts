import { freePort } from '../local-stack/ports.ts';
import type { ComposeService } from './compose-file.ts';

/** What a service listens on in its container, as its name and environment tell. */
const knownPorts: Readonly<Record<string, number>> = { postgres: 5432, redis: 6379 };
const portVariable = /^(API|WORKER|SIMULATOR)_PORT$/;

export type Addresses = {
  /** `127.0.0.1:4711` for a port of a service's first or other instance. */
  find: (service: string, port: number, instance?: number) => string;
  /** Environment of an instance: its own ports, and the addresses of the others. */
  rewrite(
    service: string,
    instance: number,
    environment: Readonly<Record<string, string | number>>,
  ): Record<string, string>;
  portOf(service: string, port: number, instance: number): number;
};

/** One port of loopback for each port of each instance: in compose every container has its own address. */
export async function createAddresses(
  services: readonly (readonly [string, ComposeService])[],
): Promise<Addresses> {
  const given = new Map<string, number>();
  const keyOf = (service: string, port: number, instance: number): string =>
    `${service}:${String(port)}#${String(instance)}`;
  for (const [name, service] of services) {
    for (let instance = 0; instance < (service.deploy?.replicas ?? 1); instance += 1) {
      for (const port of portsOf(name, service)) {
        given.set(keyOf(name, port, instance), await freePort());
      }
    }
  }
  const portOf = (service: string, port: number, instance: number): number => {
    const found = given.get(keyOf(service, port, instance));
    if (found === undefined) throw new Error(`${service} does not listen on ${String(port)}.`);
    return found;
  };
  const find = (service: string, port: number, instance = 0): string =>
    `127.0.0.1:${String(portOf(service, port, instance))}`;
  const names = services.map(([name]) => name).join('|');
  const address = new RegExp(`(?<=[/@,])(${names}):(\\d+)`, 'g');
  return {
    find,
    portOf,
    rewrite: (service, instance, environment) =>
      Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [
          name,
          portVariable.test(name) && listens(service, name)
            ? String(portOf(service, Number(value), instance))
            : String(value).replace(address, (_, host: string, port: string) =>
                find(host, Number(port)),
              ),
        ]),
      ),
  };
}

/** The anchor of the file gives every service the ports of all. */
const listens = (service: string, variable: string): boolean =>
  variable === `${service.toUpperCase()}_PORT`;

function portsOf(name: string, service: ComposeService): number[] {
  const known = knownPorts[name];
  const own = Object.entries(service.environment ?? {})
    .filter(([variable]) => listens(name, variable))
    .map(([, value]) => Number(value));
  return known === undefined ? own : [known, ...own];
}
