import type { OnNoGrant, TemplateKeyword } from '@yuexin/domain';

export const replayStates = ['running', 'paused', 'cancelled', 'done'] as const;
export type ReplayState = (typeof replayStates)[number];

/** Which dead pushes a replay covers; all given conditions hold together. */
export type ReplayFilter = {
  templateId?: string;
  /** The code of the reason they died of. */
  reason?: string;
  /** Of any attempt; beside `reason`, the reason's own. Null: the reason has none. */
  errcode?: number | null;
  openid?: string;
  bizId?: string;
  from?: string;
  to?: string;
};

/** What a replay would do, counted when it was asked for. */
export type ReplayPreview = {
  matched: number;
  wouldSend: number;
  wouldPark: number;
  wouldFailAgain: number;
  mayDuplicate: number;
  alreadyDelivered: number;
  grantsSpent: number;
  /** There are more than the replay covers. */
  isCapped: boolean;
};

export type ReplayRow = {
  id: string;
  state: ReplayState;
  actor: string;
  appIds: string[];
  filter: ReplayFilter;
  allowsDuplicates: boolean;
  preview: ReplayPreview;
  ratePerSecond: number;
  ttlSeconds: number | null;
  total: number;
  replayed: number;
  parked: number;
  failed: number;
  leftOut: number;
  skipped: number;
  previewedAt: Date;
  startedAt: Date;
  finishedAt: Date | null;
  updatedAt: Date;
};

/** Where a replay stands: behind this push of this app. */
export type ReplayPlace = { appId: string; after: string };

/** A replay that the worker has to carry on. */
export type RunningReplay = {
  id: string;
  /** In the order they are walked. */
  appIds: string[];
  throughAppId: string | null;
  place: ReplayPlace;
  /** Pushes that its rate allows now. */
  allowed: number;
};

export type DeadPush = {
  id: string;
  userId: string;
  templateId: string;
  onNoGrant: OnNoGrant;
  data: Record<string, { value: string }>;
  /** Of the refusal that it died of. */
  errcode: number | null;
  verdict: 'free' | 'delivered' | 'may-duplicate' | 'recipient-erased' | 'template-removed';
  /** Grants of its key that no open push asks for; told with the first push of the key on a page. */
  free: number | null;
  purpose: string | null;
  /** Grants of its key that are kept for its purpose; told with the first push of both on a page. */
  kept: number | null;
};

export type DeadPage = {
  pushes: DeadPush[];
  /** Of these pushes, as they are now. */
  templates: {
    templateId: string;
    state: 'active' | 'paused' | 'removed';
    keywords: TemplateKeyword[];
  }[];
  /** Where to go on; null when nothing was walked. */
  lastId: string | null;
  isEnd: boolean;
};

/** Before the first push of an app. */
export const firstPlace = '00000000-0000-0000-0000-000000000000';

export const replayColumns = `id, state, actor, app_ids as "appIds", filter,
  allows_duplicates as "allowsDuplicates", preview, rate_per_second as "ratePerSecond",
  ttl_seconds as "ttlSeconds", total, replayed, parked, failed, left_out as "leftOut", skipped,
  previewed_at as "previewedAt", started_at as "startedAt", finished_at as "finishedAt",
  updated_at as "updatedAt"`;
