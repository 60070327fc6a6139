import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';

/** What a stack on one machine makes up for itself on its first run and keeps. */
export type LocalSecrets = {
  postgresPassword: string;
  /** 32 bytes, base64. */
  masterKey: string;
  adminKey: string;
  /** The demo caller's API key, once made. */
  callerKey?: string;
};

/**
 * Reads `.data/local.json`, or makes it. Readable by its owner only.
 * @throws AppError `unavailable` with one sentence when the file is damaged.
 */
export function loadLocalSecrets(dataRoot: string): LocalSecrets {
  const file = path.join(dataRoot, 'local.json');
  if (existsSync(file)) return readSecrets(file);
  const fresh: LocalSecrets = {
    postgresPassword: randomBytes(18).toString('base64url'),
    masterKey: randomBytes(32).toString('base64'),
    adminKey: `yx_admin_${randomBytes(24).toString('base64url')}`,
  };
  saveLocalSecrets(dataRoot, fresh);
  return fresh;
}

function readSecrets(file: string): LocalSecrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  } catch (cause) {
    throw new AppError('unavailable', {
      message: `${file} is damaged. It holds the keys of the data beside it: put a copy back, or remove that folder to begin anew.`,
      cause,
    });
  }
}

export function saveLocalSecrets(dataRoot: string, secrets: LocalSecrets): void {
  mkdirSync(dataRoot, { recursive: true });
  const file = path.join(dataRoot, 'local.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
