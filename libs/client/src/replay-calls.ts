import type { CallOptions } from './call-options.ts';
import type { DeadLettersCalls } from './generated/api-calls.ts';
import type {
  Replay,
  ReplayPreview,
  ReplayPreviewRequest,
  ReplayStart,
} from './generated/models.ts';

/** The two halves of `deadLetters.createReplay`, each with the answer it gives. */
export type ReplayCalls = {
  /** What a replay would do: nothing is changed. `{}` is all dead letters. */
  previewReplay: (
    filter: ReplayPreviewRequest['filter'],
    more?: { mayDuplicate?: boolean },
    options?: CallOptions,
  ) => Promise<ReplayPreview>;
  /** Starts what was previewed; with the same token again it is the same replay. */
  startReplay: (
    previewToken: string,
    more?: Omit<ReplayStart, 'previewToken'>,
    options?: CallOptions,
  ) => Promise<Replay>;
};

export function createReplayCalls({
  createReplay,
}: Pick<DeadLettersCalls, 'createReplay'>): ReplayCalls {
  return {
    previewReplay: async (filter, more = {}, options = {}) =>
      (await createReplay({ filter, dryRun: true, ...more }, options)) as ReplayPreview,
    startReplay: async (previewToken, more = {}, options = {}) =>
      (await createReplay({ ...more, previewToken }, options)) as Replay,
  };
}
