export { createWechatClient, type WechatClientOptions } from './create-wechat-client.ts';
export type { WechatCall } from './http/on-call.ts';
export type * from './wechat-client.ts';
