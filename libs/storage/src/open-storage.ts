import { createCallbackDelivery } from './callbacks/create-callback-delivery.ts';
import type { StorageLogger } from './database/storage-logger.ts';
import { tryOut } from './database/try-out.ts';
import { createHotPath } from './hot-path/create-hot-path.ts';
import { rerunLostRace } from './hot-path/rerun-lost-race.ts';
import { createAtomicStorage } from './create-atomic-storage.ts';
import { createAudienceRepository } from './audiences/audience.repository.ts';
import { tellConnectionWorries } from './inspection/tell-connection-worries.ts';
import { createApiKeyRepository } from './repositories/api-key.repository.ts';
import { createAppRepository } from './repositories/app.repository.ts';
import { createAuditRepository } from './repositories/audit.repository.ts';
import { createCallbackRepository } from './repositories/callback.repository.ts';
import { createConsoleSessionRepository } from './repositories/console-session.repository.ts';
import { createEventRepository } from './repositories/event.repository.ts';
import { createGrantRepository } from './repositories/grant.repository.ts';
import { createIdempotencyRepository } from './repositories/idempotency.repository.ts';
import { createPushTraceRepository } from './repositories/push-trace.repository.ts';
import { createPushRepository } from './repositories/push.repository.ts';
import { createReplayRepository } from './repositories/replay.repository.ts';
import { createTemplateRepository } from './repositories/template.repository.ts';
import { createTokenRepository } from './repositories/token.repository.ts';
import { createUpkeepRepository } from './repositories/upkeep.repository.ts';
import { createUserRepository } from './repositories/user.repository.ts';
import { createWebhookEndpointRepository } from './repositories/webhook-endpoint.repository.ts';
import { createFindStorageProblem } from './schema/find-storage-problem.ts';
import { waitUntilReady } from './schema/wait-until-ready.ts';
import { openStorageCore } from './storage-core.ts';
import type { Storage, StorageOptions } from './storage.ts';
import { createSweeps } from './sweeps/create-sweeps.ts';

/**
 * The truth of Yuexin: everything that touches PostgreSQL, on one pool. Opens no connection before
 * the first call; `ready()` waits for the database. Every call throws AppError only: `unavailable`
 * when the database cannot serve now.
 */
export function openStorage(options: StorageOptions & { logger: StorageLogger }): Storage {
  const core = openStorageCore(options);
  const problem = createFindStorageProblem(core);
  let closing: Promise<void> | null = null;
  let telling = Promise.resolve();
  return {
    apps: createAppRepository(core),
    apiKeys: createApiKeyRepository(core),
    users: createUserRepository(core),
    grants: createGrantRepository(core),
    templates: createTemplateRepository(core),
    pushes: createPushRepository(core),
    pushTraces: createPushTraceRepository(core),
    replays: createReplayRepository(core),
    audiences: createAudienceRepository(core),
    events: createEventRepository(core),
    tokens: createTokenRepository(core),
    idempotency: createIdempotencyRepository(core),
    audit: createAuditRepository(core),
    upkeep: createUpkeepRepository(core),
    webhookEndpoints: createWebhookEndpointRepository(core),
    callbacks: createCallbackRepository(core),
    callbackDelivery: createCallbackDelivery(core),
    consoleSessions: createConsoleSessionRepository(core),
    hotPath: createHotPath(core),
    sweeps: createSweeps(core),
    atomically: (work) =>
      rerunLostRace(() =>
        core.database.atomically((database) => work(createAtomicStorage({ ...core, database }))),
      ),
    tryOut: (work) => {
      // What is taken back counts nowhere.
      const quiet = { ...core, onEvidence: () => undefined, onGrantDrift: () => undefined };
      return rerunLostRace(() =>
        tryOut(core.database, (database) => work(createAtomicStorage({ ...quiet, database }))),
      );
    },
    connections: () => core.database.use(),
    tellConnectionWorries: () => (telling = tellConnectionWorries(options)),
    problem,
    ready: (signal) => waitUntilReady({ findProblem: problem, logger: options.logger, signal }),
    close() {
      // Nothing of it goes on afterwards.
      closing ??= Promise.all([core.database.close(), telling]).then(() => undefined);
      return closing;
    },
  };
}
