export type * from './hot-path.ts';
export type * from './repositories.ts';
export type * from './storage.ts';
