import type { HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { createAcceptPushes } from './accept-pushes.ts';
import { createApplyEvents } from './apply-events.ts';
import { createAttachRecipients } from './attach-recipients.ts';
import { createCancelPush } from './cancel-push.ts';
import { createClaimPushes } from './claim-pushes.ts';
import { createDiscardPushes } from './discard-pushes.ts';
import { createEraseUser } from './erase-user.ts';
import { createGiveVerdict } from './give-verdict.ts';
import { createImportGrants } from './import-grants.ts';
import { createRecordGrantReports } from './record-grant-reports.ts';
import { createReplayPush } from './replay-push.ts';
import { createSettleAttempts } from './settle-attempts.ts';

/** Everything that runs under the user-row lock: one verb, one function of sql/functions, one transaction (design 6, 9). */
export function createHotPath(core: StorageCore): HotPath {
  return {
    acceptPushes: createAcceptPushes(core),
    claimPushes: createClaimPushes(core),
    settleAttempts: createSettleAttempts(core),
    recordGrantReports: createRecordGrantReports(core),
    importGrants: createImportGrants(core),
    applyEvents: createApplyEvents(core),
    cancelPush: createCancelPush(core),
    eraseUser: createEraseUser(core),
    giveVerdict: createGiveVerdict(core),
    replayPush: createReplayPush(core),
    discardPushes: createDiscardPushes(core),
    attachRecipients: createAttachRecipients(core),
  };
}
