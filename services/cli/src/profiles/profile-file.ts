import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';

const profile = z.object({ url: z.string(), apiKey: z.string().optional() });
const profilesSchema = z.object({
  current: z.string().nullable(),
  profiles: z.record(z.string(), profile),
});

export type Profile = z.infer<typeof profile>;
export type Profiles = z.infer<typeof profilesSchema>;

/** Where profiles are kept: `yuexin/config.json` below the XDG configuration folder. */
export function profilePath(env: NodeJS.ProcessEnv): string {
  const home = env.XDG_CONFIG_HOME;
  // A relative one is to be ignored, says the XDG specification.
  const base = home !== undefined && path.isAbsolute(home) ? home : path.join(homedir(), '.config');
  return path.join(base, 'yuexin', 'config.json');
}

/** What is kept, or nothing yet. Throws CliError for a file that is damaged, or that others could read: it holds keys. */
export function readProfiles(file: string): Profiles {
  if (!existsSync(file)) return { current: null, profiles: {} };
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new CliError(`${file} holds API keys and can be read by others.`, {
      cure: `chmod 600 ${file}`,
    });
  const parsed = profilesSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new CliError(`${file} is damaged.`, { cure: 'Mend it, or remove it and begin anew.' });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Told as damaged by whoever parses it.
    return null;
  }
}

/** Keeps them, readable by their owner only; what was there stays whole until the new file is. */
export function writeProfiles(file: string, profiles: Profiles): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}
