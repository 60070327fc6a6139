import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** As `freePort`, below 55536: the nodes of a Redis Cluster talk to each other on the port plus 10,000. */
export async function freeClusterPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 55_536 && (await isPortFree(port + 10_000))) return port;
  }
}

/** True when a server could listen on the port on every interface. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** "node tools/start.mjs (pid 123)", or null when the system will not tell. */
export function describePortHolder(port: number): string | null {
  const pid = process.platform === 'linux' ? holderFromProc(port) : holderFromLsof(port);
  if (pid === null) return null;
  return `${commandOf(pid)} (pid ${String(pid)})`;
}

function holderFromProc(port: number): number | null {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listening(file, port)),
  );
  if (inodes.size === 0) return null;
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && holdsSocket(entry, inodes)) return Number(entry);
  }
  return null;
}

function listening(file: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(`:${wanted}`) === true && fields[3] === '0A')
      .map((fields) => `socket:[${fields[9] ?? ''}]`);
  } catch {
    return []; // No IPv6 on this machine.
  }
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false; // The descriptor was closed meanwhile.
      }
    });
  } catch {
    return false; // Not ours to look into, or gone.
  }
}

function holderFromLsof(port: number): number | null {
  try {
    const out = execFileSync('lsof', ['-ti', `tcp:${String(port)}`, '-sTCP:LISTEN'], {
      encoding: 'utf8',
    });
    const pid = Number(out.split('\n')[0]);
    return pid > 0 ? pid : null;
  } catch {
    return null; // No lsof here.
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
        .split('\0')
        .join(' ')
        .trim();
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return 'a process';
  }
}
