import { normaliseError } from '@yuexin/errors';
import type { AppRepository, AppRow } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';

/** WeChat refuses this app until somebody mends it: nothing is asked of WeChat meanwhile, never hammer. */
const isMendable = (app: AppRow): boolean =>
  app.pause?.kind !== 'configuration' && app.pause?.kind !== 'token';

/** Does `work` for each app WeChat serves, one after the other; an app that fails is logged and does not stop the rest. Resolves to the sum. */
export async function forEachApp(
  deps: { apps: Pick<AppRepository, 'list'>; logger: Logger },
  input: { what: string; signal: AbortSignal; work: (app: AppRow) => Promise<number> },
): Promise<number> {
  let total = 0;
  for (const app of await deps.apps.list()) {
    if (input.signal.aborted) break;
    if (!isMendable(app)) continue;
    try {
      total += await input.work(app);
    } catch (thrown) {
      const error = normaliseError(thrown);
      const facts = { appId: app.appId, error };
      if (error.kind === 'bug') deps.logger.error(`${input.what} failed`, facts);
      else deps.logger.warn(`${input.what} failed; it is tried again`, facts);
    }
  }
  return total;
}
