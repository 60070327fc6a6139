export * from './vocabulary.ts';
export type * from './decision.ts';
export * from './bounded-batcher.ts';
