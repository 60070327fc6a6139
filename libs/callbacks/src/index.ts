export { createJudgeAddress, type JudgeAddress } from './judge-address.ts';
export { addressOfHost, findUrlProblems, type UrlProblem } from './judge-url.ts';
export { presentPush } from './present-push.ts';
export { renderCallback } from './render-callback.ts';
export { signCallback } from './sign-callback.ts';
