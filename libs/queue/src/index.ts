export type * from './queue-hub.ts';
