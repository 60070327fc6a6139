import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a stack on one machine makes up for itself on its first run and keeps. */
export type LocalSecrets = {
  postgresPassword: string;
  /** 32 bytes, base64. */
  masterKey: string;
  adminKey: string;
  /** The demo caller's API key, once made. */
  callerKey?: string;
};

/** Reads `.data/local.json`, or makes it. Readable by its owner only. */
export function loadLocalSecrets(dataRoot: string): LocalSecrets {
  const file = path.join(dataRoot, 'local.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as LocalSecrets;
  const fresh: LocalSecrets = {
    postgresPassword: randomBytes(18).toString('base64url'),
    masterKey: randomBytes(32).toString('base64'),
    adminKey: `yx_admin_${randomBytes(24).toString('base64url')}`,
  };
  saveLocalSecrets(dataRoot, fresh);
  return fresh;
}

export function saveLocalSecrets(dataRoot: string, secrets: LocalSecrets): void {
  mkdirSync(dataRoot, { recursive: true });
  const file = path.join(dataRoot, 'local.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
