export type * from './wechat-client.ts';
