import type { GrantEffect } from '../vocabulary.ts';

/** What an errcode is about: who can mend it. */
export type ErrcodeAbout =
  | 'token'
  | 'data'
  | 'user'
  | 'quota'
  | 'template'
  | 'wechat'
  | 'configuration'
  | 'login'
  | 'success';

/** Where WeChat answers with it (wechat-facts 2.3, column "Where"). Rows of `token` hold for the token endpoints only. */
export type ErrcodeWhere =
  'all' | 'send' | 'token' | 'login' | 'templates' | 'quota' | 'other' | 'checks';

/** How long an app rests: until a point WeChat's clock gives, for some time, or (null) until somebody mends the cause. */
export type PauseEnd = 'next-minute' | 'next-day' | { minutes: number } | null;

/** What is done about an answer of subscribe/send. */
export type ErrcodeAction =
  | { kind: 'accept' }
  | { kind: 'already-sent' }
  | { kind: 'refresh-token' }
  /** Full-jitter back-off, bounded. */
  | { kind: 'retry' }
  /** One back-off, then dead: for codes nobody knows. */
  | { kind: 'retry-once' }
  /** The user's send slot at WeChat is taken: a short wait that uses up no retry. */
  | { kind: 'retry-slot' }
  | { kind: 'pause-app-until'; pause: PauseKind; until: PauseEnd; isMaybeUser?: true }
  | { kind: 'pause-template' }
  | { kind: 'no-grant' }
  | { kind: 'dead' }
  | { kind: 'unconfirmed' };

type PauseKind = 'quota-minute' | 'quota-daily' | 'configuration';

/** One row of the policy (design 8). */
export type ErrcodePolicy = {
  code: number;
  where: ErrcodeWhere;
  about: ErrcodeAbout;
  action: ErrcodeAction;
  /** What becomes of the grant the push had reserved. */
  grant: GrantEffect;
  /** An operator is told. */
  alarms: boolean;
  /** Nothing that can be mended changes it for the same user: a replay of the push would only be refused again. */
  isForGood?: true;
  /** Public reason code of the push. */
  reason: string;
  /** errmsg as WeChat sends it, without its tail; null where nobody saw the literal text. */
  wire: string | null;
  en: string;
  zh: string;
};

/** What a row has to say for itself; the rest follows from its kind. */
export type ErrcodeFacts = Pick<ErrcodePolicy, 'code' | 'where' | 'wire' | 'en' | 'zh'>;
