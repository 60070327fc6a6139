export * from './vocabulary.ts';
export type * from './decision.ts';
export * from './bounded-batcher.ts';
export type * from './errcodes/errcode-policy.ts';
export { errcodeTable, policyForErrcode } from './errcodes/errcode-table.ts';
export { decideNext, decideTokenRefusal } from './decide-next.ts';
export { RETRIES_MAX } from './retries-max.ts';
