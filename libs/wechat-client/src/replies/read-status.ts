import type { ReplyTree } from './parse-reply.ts';

/** What the body says of success: `errcode` as a number (a numeric string counts), null when there is none. */
export type ReplyStatus = { errcode: number | null; errmsg: string | null };

/** Far beyond every errcode there is, and what the columns of attempts hold. */
const largestErrcode = 2 ** 31 - 1;

/** Undefined when there is an errcode but it is no whole number of 32 bits: such an answer says nothing. */
export function readStatus(tree: ReplyTree): ReplyStatus | undefined {
  const errmsg = typeof tree.errmsg === 'string' ? tree.errmsg : null;
  const raw = tree.errcode;
  if (raw === undefined || raw === null) return { errcode: null, errmsg };
  const errcode = readWholeNumber(raw);
  if (errcode === undefined || Math.abs(errcode) > largestErrcode) return undefined;
  return { errcode, errmsg };
}

export function readWholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*-?\d{1,15}\s*$/.test(value)) return undefined;
  return Number(value);
}
