/** The words of the domain (design 2) as data: states, policies and evidence. */

export const pushStates = [
  'scheduled',
  'parked',
  'queued',
  'sending',
  'retrying',
  'unconfirmed',
  'sent',
  'dead',
  'expired',
  'cancelled',
] as const;
export type PushState = (typeof pushStates)[number];

export const endStates = ['sent', 'dead', 'expired', 'cancelled'] as const;
export type EndState = (typeof endStates)[number];

export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export const onNoGrantChoices = ['park', 'reject', 'send-anyway'] as const;
export type OnNoGrant = (typeof onNoGrantChoices)[number];

export const onUnconfirmedChoices = ['reconcile', 'hold', 'resend'] as const;
export type OnUnconfirmed = (typeof onUnconfirmedChoices)[number];

export const onUnknownRecipientChoices = ['reject', 'park'] as const;
export type OnUnknownRecipient = (typeof onUnknownRecipientChoices)[number];

/** `kept`: for pushes of its purpose, for a while (ADR 0032). */
export const grantStates = ['available', 'kept', 'reserved', 'spent', 'void'] as const;
export type GrantState = (typeof grantStates)[number];

export const grantSources = ['either', 'reported', 'witnessed'] as const;
export type GrantSource = (typeof grantSources)[number];

export const templateKinds = ['one-time', 'long-term'] as const;
export type TemplateKind = (typeof templateKinds)[number];

export const miniprogramStates = ['developer', 'trial', 'formal'] as const;
export type MiniprogramState = (typeof miniprogramStates)[number];

export const langs = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW'] as const;
export type Lang = (typeof langs)[number];

/** What the client may report for one template (wechat-facts 4.1). */
export const askResults = [
  'accept',
  'acceptWithAudio',
  'acceptWithAlert',
  'acceptWithForcePush',
  'reject',
  'ban',
  'filter',
] as const;
export type AskResult = (typeof askResults)[number];

/** What one attempt learned. `not-sent`: proven never to have reached WeChat. */
export type Outcome =
  | { kind: 'accepted'; msgid: string | null }
  | { kind: 'refused'; errcode: number; errmsg: string; rid: string | null }
  | { kind: 'not-sent'; cause: string }
  | { kind: 'unconfirmed'; cause: string; httpStatus: number | null };

/** Why a push is where it is. `code` is stable and public. */
export type Reason = { code: string; errcode?: number; message: string };

/**
 * What settled an unconfirmed push (design 5): WeChat's event or its late answer, silence, a refusal that only makes sense when
 * the first attempt was delivered, an operator's verdict, the end of its life. `held`: not settled, a person must judge.
 */
export const unconfirmedEvidence = [
  'event-success',
  'event-failure',
  'late-answer',
  'silence',
  'inferred-by-43101',
  'inferred-by-40241',
  'held',
  'verdict-delivered',
  'verdict-resend',
  'verdict-dead',
  'expiry',
] as const;
export type UnconfirmedEvidence = (typeof unconfirmedEvidence)[number];

/**
 * What keeps silence about an unconfirmed push from proving that it was not sent, so that it waits (design 5). `policy`, `held`: for a
 * person. `expired`: for its end. The others: for more evidence, or for a ledger without doubt.
 */
export const silenceObstacles = [
  'policy',
  'held',
  'expired',
  'window',
  'later-report',
  'missed-news',
  'own-grant',
  'only-grant',
  'other-push',
  'unreported-sends',
] as const;
export type SilenceObstacle = (typeof silenceObstacles)[number];

/** What becomes of the grant a push holds. `void-key`: 43101, see design 6. */
export const grantEffects = ['spend', 'release', 'keep', 'void-key'] as const;
export type GrantEffect = (typeof grantEffects)[number];

export type TemplateKeyword = { key: string; type: string; label: string; options?: string[] };
