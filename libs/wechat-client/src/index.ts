export { createWechatClient, type WechatClientOptions } from './create-wechat-client.ts';
export {
  decodeEvent,
  type DecodedEvent,
  type DecodeEventInput,
  type EventQuery,
} from './events/decode-event.ts';
export { verifyEventSignature } from './events/verify-event-signature.ts';
export type { ChangeItem, PopupItem, SentItem, WechatEvent } from './events/wechat-event.ts';
export type { WechatCall } from './http/on-call.ts';
export type { TokenConflict, TokenRefusal } from './token/app-token.ts';
export { classifyTokenErrcode, type TokenErrcodeClass } from './token/classify-token-errcode.ts';
export { createRefuseApp } from './token/create-refuse-app.ts';
export { createTokenSource, type TokenSourceOptions } from './token/create-token-source.ts';
export type * from './wechat-client.ts';
