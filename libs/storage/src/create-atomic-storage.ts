import { createPhoneIndex } from './crypto/phone-index.ts';
import { createHotPath } from './hot-path/create-hot-path.ts';
import { createAudienceRepository } from './audiences/audience.repository.ts';
import { createApiKeyRepository } from './repositories/api-key.repository.ts';
import { createAppRepository } from './repositories/app.repository.ts';
import { createAuditRepository } from './repositories/audit.repository.ts';
import { createCallbackRepository } from './repositories/callback.repository.ts';
import { createConsoleSessionRepository } from './repositories/console-session.repository.ts';
import { createIdempotencyRepository } from './repositories/idempotency.repository.ts';
import { createPushRepository } from './repositories/push.repository.ts';
import { createReplayRepository } from './repositories/replay.repository.ts';
import { createTemplateRepository } from './repositories/template.repository.ts';
import { createUpkeepRepository } from './repositories/upkeep.repository.ts';
import { createUserRepository } from './repositories/user.repository.ts';
import { createWebhookEndpointRepository } from './repositories/webhook-endpoint.repository.ts';
import type { StorageCore } from './storage-core.ts';
import type { AtomicStorage } from './storage.ts';

/**
 * The repositories on a core whose database is inside a transaction. Its phone index reads its key there too: whoever waits for
 * a second connection while holding one can wait for himself.
 */
export function createAtomicStorage(core: StorageCore): AtomicStorage {
  const inside = { ...core, phoneIndex: createPhoneIndex(core) };
  return {
    apps: createAppRepository(inside),
    apiKeys: createApiKeyRepository(inside),
    users: createUserRepository(inside),
    templates: createTemplateRepository(inside),
    pushes: createPushRepository(inside),
    replays: createReplayRepository(inside),
    audiences: createAudienceRepository(inside),
    idempotency: createIdempotencyRepository(inside),
    audit: createAuditRepository(inside),
    upkeep: createUpkeepRepository(inside),
    webhookEndpoints: createWebhookEndpointRepository(inside),
    callbacks: createCallbackRepository(inside),
    consoleSessions: createConsoleSessionRepository(inside),
    hotPath: createHotPath(inside),
  };
}
