import type { AppRow, AppSecrets, Storage, TemplateRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';

/** Apps and templates as the hot path reads them: a few seconds old at most, fresh after a change made here. */
export type AppCatalog = {
  findApp(appId: string): Promise<AppRow | null>;
  findTemplate(appId: string, templateId: string): Promise<TemplateRow | null>;
  /** Kept in memory only as long as the rest. */
  readSecrets(appId: string): Promise<AppSecrets | null>;
  listAppIds(): Promise<readonly string[]>;
  /** Call after changing the app, its pause or its templates. */
  forget(appId: string): void;
};

const freshForMs = 2000;
/** A template that is not there may have been synced a moment ago by another process. */
const askAgainAfterMs = 250;

type Entry<T> = { value: Promise<T>; readAtMs: number };

export function createAppCatalog(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find' | 'list' | 'readSecrets'>;
    templates: Pick<Storage['templates'], 'list'>;
  };
  clock: Clock;
}): AppCatalog {
  const { storage, clock } = deps;
  const apps = new Map<string, Entry<AppRow | null>>();
  const templates = new Map<string, Entry<Map<string, TemplateRow>>>();
  const secrets = new Map<string, Entry<AppSecrets | null>>();
  const appIds = new Map<string, Entry<readonly string[]>>();

  const read = <T>(
    cache: Map<string, Entry<T>>,
    key: string,
    load: () => Promise<T>,
    maxAgeMs = freshForMs,
  ): Promise<T> => {
    const found = cache.get(key);
    const nowMs = clock.monotonicMs();
    if (found !== undefined && nowMs - found.readAtMs < maxAgeMs) return found.value;
    const entry = { value: load(), readAtMs: nowMs };
    cache.set(key, entry);
    // A failed read is told to those who wait for it, and not kept.
    entry.value.catch(() => {
      if (cache.get(key) === entry) cache.delete(key);
    });
    return entry.value;
  };

  const readExisting = async <T>(
    cache: Map<string, Entry<T | null>>,
    key: string,
    load: () => Promise<T | null>,
  ): Promise<T | null> => {
    const value = await read(cache, key, load);
    // What does not exist may be created at any moment, and must not fill the cache.
    if (value === null) cache.delete(key);
    return value;
  };

  const loadTemplates = async (appId: string): Promise<Map<string, TemplateRow>> => {
    const rows = await storage.templates.list(appId);
    return new Map(rows.map((row) => [row.templateId, row]));
  };

  return {
    findApp: (appId) => readExisting(apps, appId, () => storage.apps.find(appId)),
    readSecrets: (appId) => readExisting(secrets, appId, () => storage.apps.readSecrets(appId)),
    findTemplate: async (appId, templateId) => {
      const load = () => loadTemplates(appId);
      const known = (await read(templates, appId, load)).get(templateId);
      if (known !== undefined) return known;
      return (await read(templates, appId, load, askAgainAfterMs)).get(templateId) ?? null;
    },
    listAppIds: () =>
      read(appIds, 'all', async () => (await storage.apps.list()).map((app) => app.appId)),
    forget: (appId) => {
      apps.delete(appId);
      secrets.delete(appId);
      templates.delete(appId);
      appIds.clear();
    },
  };
}
