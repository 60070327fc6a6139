import { type Answer, succeed } from '../front/answer.ts';
import type { TokenEndpoint } from '../front/endpoint.ts';
import { describePhone } from '../ledger/phone-number.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import type { SecretDeps } from './open-with-secret.ts';

function phoneInfo(app: SimApp, phone: string, at: Date): Answer {
  const { countryCode, ...numbers } = describePhone(phone);
  const { isCountryCodeNumber, appId } = app.settings;
  return succeed({
    phone_info: {
      ...numbers,
      countryCode: isCountryCodeNumber ? Number(countryCode) : countryCode,
      watermark: { timestamp: Math.floor(at.getTime() / 1000), appid: appId },
    },
  });
}

/** POST /wxa/business/getuserphonenumber: the phone button's code for the number behind it (facts 1.4). */
export const getUserPhoneNumberEndpoint = ({ world, refuse }: SecretDeps): TokenEndpoint => ({
  path: '/wxa/business/getuserphonenumber',
  method: 'POST',
  wrongMethodErrcode: 43002,
  access: 'token',
  answer: ({ app, body, at }) => {
    const code = typeof body.code === 'string' ? body.code : '';
    const { appId } = app.settings;
    const user = world.codes.redeem({ kind: 'phone', appId, code, at: at.getTime() });
    // A used code is told apart only at the login (facts 7).
    if (user === 'invalid' || user === 'used') {
      return refuse(40029, { detail: `hint: [${code.slice(0, 6)}]` });
    }
    if (typeof body.openid === 'string' && body.openid !== user.openid) return refuse(40013);
    return user.phone === null ? refuse(40029) : phoneInfo(app, user.phone, at);
  },
});
