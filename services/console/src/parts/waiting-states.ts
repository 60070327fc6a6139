import { canCancel, pushStates } from '@yuexin/domain';

/** What has not left and not ended: what a pause holds, and what is cancelled when its user is erased. */
export const waitingStates = pushStates.filter(canCancel);
