import type { SendMessage, SentReply, WechatClient } from '../wechat-client.ts';

export const testToken = '88_a+/=token that nobody may see';

export const testMessage: SendMessage = {
  openid: 'oUser0000000000000000000001',
  templateId: 'nYSAXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
  data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨 🚚' } },
  page: 'pages/goods/detail?id=42',
  miniprogramState: 'formal',
  lang: 'zh_CN',
};

/** One send with everything a test does not care about filled in. */
export function sendWith(
  client: Pick<WechatClient, 'sendSubscribeMessage'>,
  input: {
    openid?: string;
    deadlineMs?: number;
    deadlineAt?: Date;
    deadlineMonotonicMs?: number;
    signal?: AbortSignal;
  } = {},
): Promise<SentReply> {
  const { openid = testMessage.openid, deadlineMs = 60_000, signal } = input;
  return client.sendSubscribeMessage({
    accessToken: testToken,
    message: { ...testMessage, openid },
    deadlineAt: input.deadlineAt ?? new Date(Date.now() + deadlineMs),
    deadlineMonotonicMs: input.deadlineMonotonicMs ?? performance.now() + deadlineMs,
    ...(signal === undefined ? {} : { signal }),
  });
}
