export {
  callbackBody,
  grantCallbackBody,
  pauseCallbackBody,
  pushCallbackBody,
  testCallbackBody,
  type CallbackBody,
} from './callback-body.schema.ts';
export { createJudgeAddress, type JudgeAddress } from './judge-address.ts';
export { addressOfHost, findUrlProblems, type UrlProblem } from './judge-url.ts';
export { presentPush } from './present-push.ts';
export { shownPush, shownPushExample, type ShownPush } from './push.schema.ts';
export { renderCallback } from './render-callback.ts';
export { reasonSchema, shownInstant } from './shown-fields.schema.ts';
export { signCallback } from './sign-callback.ts';
