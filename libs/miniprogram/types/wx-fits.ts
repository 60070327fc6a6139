import { createYuexin } from '@yuexin/miniprogram';

/** Compiles only while the real `wx`, as its typings have it, is all that the helper needs. */
export const yuexin = createYuexin({
  baseUrl: 'https://push.example.com',
  appId: 'wx0123456789abcdef',
  wx,
});
