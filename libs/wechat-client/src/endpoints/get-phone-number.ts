import { z } from 'zod';
import type { Call } from '../http/create-call.ts';
import type { CallResult, WechatClient } from '../wechat-client.ts';

const text = z.union([z.string(), z.number()]).transform(String);
const reply = z.object({
  phone_info: z.object({
    purePhoneNumber: text,
    // The documentation says string, its sample shows the bare number 86.
    countryCode: text,
    watermark: z.object({ appid: z.string().optional() }).optional(),
  }),
});

/**
 * POST /wxa/business/getuserphonenumber (wechat-facts 1.4, 7). A watermark of another app is answered as WeChat's own
 * 40013, "code and app do not match". The watermark's age is not looked at: the answer comes straight from WeChat over
 * TLS, so it cannot be an old one, and a clock that is off would bar every login.
 */
export function createGetPhoneNumber(call: Call): WechatClient['getPhoneNumber'] {
  return async ({ accessToken, appId, code, openid, signal }) => {
    const result = await call({
      method: 'POST',
      path: '/wxa/business/getuserphonenumber',
      query: { access_token: accessToken },
      json: openid === undefined ? { code } : { code, openid },
      secrets: [accessToken, code],
      signal,
      read: (tree) => {
        const parsed = reply.safeParse(tree);
        if (!parsed.success) return undefined;
        const { purePhoneNumber, countryCode, watermark } = parsed.data.phone_info;
        const phone = toE164({ countryCode, purePhoneNumber });
        return phone === null ? undefined : { phone, appId: watermark?.appid ?? appId };
      },
    });
    if (result.kind !== 'ok') return result;
    if (result.value.appId !== appId) return codeOfAnotherApp;
    return { kind: 'ok', value: { phone: result.value.phone } };
  };
}

const codeOfAnotherApp: CallResult<never> = {
  kind: 'refused',
  errcode: 40013,
  errmsg: 'the phone code belongs to another app (watermark)',
  rid: null,
};

function toE164(input: { countryCode: string; purePhoneNumber: string }): string | null {
  const digits = `${input.countryCode}${input.purePhoneNumber}`.replace(/[\s()+-]/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}
