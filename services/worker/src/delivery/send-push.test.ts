import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import type { SentReply, TokenSource, WechatClient } from '@yuexin/wechat-client';
import { buildClaimedPush } from '../test-support/sample-push.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { sendPush } from './send-push.ts';

type Send = WechatClient['sendSubscribeMessage'];

const accepted: SentReply = {
  outcome: { kind: 'accepted', msgid: '3248682510344192008' },
  httpStatus: 200,
  errmsg: 'ok',
  durationMs: 40,
};
const goodToken: TokenSource['get'] = () =>
  Promise.resolve({ accessToken: 'the-token', generation: 7 });

const sendWith = (get: TokenSource['get'], send: Send) => {
  const push = buildClaimedPush();
  const deadline = { at: new Date('2026-01-05T08:00:10.000Z'), monotonicMs: 11_000 };
  const { signal } = new AbortController();
  const wechat = { sendSubscribeMessage: send };
  const clock = standClock();
  return sendPush({ tokens: { get }, wechat, clock }, { push, deadline, signal });
};

describe('sendPush', () => {
  test('when there is a token, then the message goes out with the deadline on both clocks and the one signal', async () => {
    const sends: Parameters<Send>[0][] = [];
    const sent = await sendWith(goodToken, (input) => {
      sends.push(input);
      return Promise.resolve(accepted);
    });
    const startedAt = new Date('2026-01-05T08:00:00.000Z');
    expect(sent).toEqual({ startedAt, reply: accepted, tokenGeneration: 7, tokenRefusal: null });
    expect(sends).toHaveLength(1);
    expect(sends[0]).toMatchObject({
      accessToken: 'the-token',
      deadlineAt: new Date('2026-01-05T08:00:10.000Z'),
      deadlineMonotonicMs: 11_000,
      message: { openid: 'oExampleOpenid0000000000001', lang: 'zh_CN', page: null },
    });
    expect(sends[0]!.signal).toBeInstanceOf(AbortSignal);
  });

  test('when no token is to be had now, then it is proven not sent and WeChat is not called', async () => {
    let isCalled = false;
    const get = () => Promise.reject(new AppError('unavailable', { message: 'WeChat is silent' }));
    const sent = await sendWith(get, () => {
      isCalled = true;
      return Promise.resolve(accepted);
    });
    expect(isCalled).toBe(false);
    expect(sent.reply.outcome.kind).toBe('not-sent');
    expect(sent.tokenRefusal).toBeNull();
  });

  test('when WeChat refuses the secret, then it is not sent and the errcode is kept, for it is about the app', async () => {
    const details = { appId: 'wx1', errcode: 40125, errmsg: 'invalid appsecret', rid: null };
    const get = () => Promise.reject(new AppError('wechat-refused', { message: 'no', details }));
    const sent = await sendWith(get, () => Promise.resolve(accepted));
    expect(sent.reply.outcome.kind).toBe('not-sent');
    expect(sent.tokenRefusal).toEqual({ errcode: 40125, errmsg: 'invalid appsecret' });
  });

  test('when the refusal is only remembered, then it says nothing new of the app', async () => {
    const details = { appId: 'wx1', errcode: 40125, errmsg: 'invalid', isRemembered: true };
    const get = () => Promise.reject(new AppError('wechat-refused', { message: 'no', details }));
    const sent = await sendWith(get, () => Promise.resolve(accepted));
    expect(sent.reply.outcome.kind).toBe('not-sent');
    expect(sent.tokenRefusal).toBeNull();
  });

  test('when our own client breaks, then nothing is proven: unconfirmed, never not-sent', async () => {
    const sent = await sendWith(goodToken, () => Promise.reject(new TypeError('a bug')));
    expect(sent.reply.outcome.kind).toBe('unconfirmed');
    expect(sent.tokenGeneration).toBe(7);
  });
});
