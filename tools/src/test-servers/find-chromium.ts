import { AppError } from '@yuexin/errors';
import { findOnPath, installWithApt, mayInstall } from './install-with-apt.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A Chromium for the browser suites: CHROMIUM_PATH, PATH, or installed where that is welcome.
 * Null (with a notice) where there is none; with CI=true that is an error.
 */
export async function findChromium(input: {
  env: NodeJS.ProcessEnv;
  say: (text: string) => void;
}): Promise<string | null> {
  const { env, say } = input;
  const given = env.CHROMIUM_PATH ?? '';
  if (given !== '') return given;
  const found = findOnPath(names);
  if (found !== null) return found;
  if (mayInstall(env) && installWithApt('chromium')) return findOnPath(names);
  const message = 'No Chromium found (CHROMIUM_PATH or PATH).';
  if (env.CI === 'true') throw new AppError('unavailable', { message });
  say(`${message} The browser suites are skipped.`);
  return Promise.resolve(null);
}
