export type { AskFailure } from './ask-failure.ts';
export type { LoginResult } from './create-session.ts';
export type { Answered, NotAsked } from './create-ask.ts';
export { createYuexin, type Yuexin, type YuexinOptions } from './create-yuexin.ts';
export type { Problem } from './problem.ts';
export type { AskResult } from './read-results.ts';
export type { Settings } from './read-settings.ts';
export type { WxApi } from './wx-api.ts';
