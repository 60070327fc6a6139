import type { AppToken, TokenDeps } from './app-token.ts';

const windowMs = 24 * 60 * 60 * 1_000;
const deathsToReport = 3;

/**
 * A token was refused long before its end and WeChat gave another: somebody replaced it. Once may be an operator; the
 * third time within a day is another system at work on the same app, and that is what is reported.
 */
export function noteDeath(deps: TokenDeps, app: AppToken): void {
  const now = deps.clock.monotonicMs();
  app.deaths = [...app.deaths.filter((at) => now - at < windowMs), now];
  if (app.deaths.length < deathsToReport) return;
  const conflict = {
    appId: app.appId,
    deaths: app.deaths.length,
    withinMs: Math.round(now - (app.deaths[0] ?? now)),
    message: "Another system is refreshing this app's token: it dies young, again and again.",
  };
  app.deaths = [];
  deps.logger.error(conflict.message, { appId: conflict.appId, deaths: conflict.deaths });
  deps.onConflict?.(conflict);
}
