import type { GrantEffect } from '../vocabulary.ts';
import type { ErrcodeAbout, ErrcodeAction, PauseEnd } from './errcode-policy.ts';

/** What a page of errcodes says in one language; the codes themselves and their meaning are in the table. */
export type ErrcodeWords = {
  intro: string;
  columns: readonly string[];
  abouts: Record<ErrcodeAbout, string>;
  actions: Record<Exclude<ErrcodeAction['kind'], 'pause-app-until'>, string>;
  grants: Record<GrantEffect, string>;
  alarms: string;
  sayPause: (end: PauseEnd) => string;
  /** Follows what is done about a refusal that no replay gets over. */
  forGood: string;
  /** Follows a pause that may be about one user only. */
  metAgain: string;
};
