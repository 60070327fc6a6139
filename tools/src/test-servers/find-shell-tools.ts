import { AppError } from '@yuexin/errors';
import { findOnPath, installWithApt, mayInstall } from './install-with-apt.ts';

const needed = ['bash', 'curl'] as const;

/**
 * Whether the commands of the documents can be typed here: bash and curl on PATH, or installed where that is welcome.
 * Without one: a notice; with CI=true that is an error.
 */
export function hasShellTools(input: {
  env: NodeJS.ProcessEnv;
  say: (text: string) => void;
}): boolean {
  const { env, say } = input;
  const isThere = (name: string): boolean => findOnPath([name]) !== null;
  const missing = needed.filter(
    (name) => !isThere(name) && !(mayInstall(env) && installWithApt(name) && isThere(name)),
  );
  if (missing.length === 0) return true;
  const message = `Not on PATH: ${missing.join(', ')}.`;
  if (env.CI === 'true') throw new AppError('unavailable', { message });
  say(`${message} The documents' commands are not run.`);
  return false;
}
