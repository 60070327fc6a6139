import type { AskResult } from './vocabulary.ts';

/** Whether an answer gives a grant: everything that starts with `accept` does (wechat-facts 4.1). */
export const isAccept = (result: AskResult): boolean => result.startsWith('accept');
