import { AppError } from '@yuexin/errors';
import { findOnPath, installWithApt, mayInstall } from './install-with-apt.ts';

const needed = ['promtool', 'prometheus'] as const;

/**
 * Whether Prometheus and its promtool are on PATH, or could be installed where that is welcome (Debian's `prometheus`).
 * Without them: a notice; with CI=true that is an error.
 */
export function hasPrometheus(input: {
  env: NodeJS.ProcessEnv;
  say: (text: string) => void;
}): boolean {
  const { env, say } = input;
  const isThere = (): boolean => needed.every((name) => findOnPath([name]) !== null);
  if (isThere()) return true;
  // Only the programs are wanted: in runlevel 1 Debian starts no service.
  if (mayInstall(env) && installWithApt('prometheus', { RUNLEVEL: '1' }) && isThere()) return true;
  const message = 'No promtool and prometheus on PATH.';
  if (env.CI === 'true') throw new AppError('unavailable', { message });
  say(`${message} Metrics, alert rules and dashboards are not checked.`);
  return false;
}
