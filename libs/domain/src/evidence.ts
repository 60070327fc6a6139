import type { AskResult } from './vocabulary.ts';

/** Two reports of one tap lie at most this far apart (design 6). */
export const PAIR_WINDOW_MS = 10 * 60_000;

/** Accepts that count for one user, template and minute, so that a looping client cannot mint grants (design 6). */
export const MAX_ACCEPTS_PER_MINUTE = 5;

/** A client's `askedAt` is believed at most this far before its receipt (design 6). */
export const ASKED_AT_CLAMP_MS = 60 * 60_000;

/** Whether an answer gives a grant: everything that starts with `accept` does (wechat-facts 4.1). */
export const isAccept = (result: AskResult): boolean => result.startsWith('accept');
