import { AppError } from '@yuexin/errors';
import type { AppSecrets, Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { CallResult, TokenSource, WechatClient } from '@yuexin/wechat-client';
import { invalidRequest } from '../../http/invalid-request.ts';
import type { SessionTokens } from '../../http/session-tokens.ts';
import { callWithToken, wechatError } from '../apps/call-wechat.ts';
import type { OfferDue } from '../pushes/offer-due.ts';
import type { RaiseAlarm } from '../operators/raise-alarm.ts';

export type LogInDeps = {
  storage: {
    apps: Pick<Storage['apps'], 'readSecrets'>;
    users: Pick<Storage['users'], 'recordLogin'>;
    hotPath: Pick<Storage['hotPath'], 'attachRecipients'>;
  };
  wechat: Pick<WechatClient, 'codeToSession' | 'getPhoneNumber'>;
  tokens: Pick<TokenSource, 'get' | 'refused'>;
  sessions: Pick<SessionTokens, 'issue'>;
  offerDue: OfferDue;
  raiseAlarm: RaiseAlarm;
  clock: Clock;
  logger: Logger;
};

export type LogIn = (input: { appId: string; code: string; phoneCode: string | null }) => Promise<{
  sessionToken: string;
  expiresInSeconds: number;
  openidRegistered: boolean;
  phoneBound: boolean;
}>;

/**
 * Logs a mini program's user in: code -> openid, phone code -> phone, user found or registered, phone bound, pushes that waited
 * for this user set going. The openid and WeChat's session_key stay here.
 * Throws `login-code-invalid`, `invalid-request` for an unknown app, `unavailable`, `wechat-refused`.
 */
export function createLogIn(deps: LogInDeps): LogIn {
  return async ({ appId, code, phoneCode }) => {
    const secrets = await deps.storage.apps.readSecrets(appId);
    if (secrets === null) throw unknownApp();
    const { openid, unionid } = await exchangeCode(deps, { appId, secrets, code });
    const phone =
      phoneCode === null ? null : await exchangePhone(deps, { appId, openid, phoneCode });
    const { user, isNew, isPhoneBound } = await deps.storage.users.recordLogin({
      appId,
      openid,
      unionid,
      phone,
      at: deps.clock.now(),
    });
    const { attached, due } = await deps.storage.hotPath.attachRecipients([user.id]);
    await deps.offerDue(due);
    deps.logger.info('logged in', { appId, userId: user.id, isNew, isPhoneBound, attached });
    const session = await deps.sessions.issue({ appId, userId: user.id });
    return { ...session, openidRegistered: !isNew, phoneBound: isPhoneBound };
  };
}

function unknownApp(): AppError {
  return invalidRequest([
    { pointer: '/appId', rule: 'known-app', message: 'is no app of this service' },
  ]);
}

async function exchangeCode(
  deps: LogInDeps,
  input: { appId: string; secrets: AppSecrets; code: string },
): Promise<{ openid: string; unionid: string | null }> {
  const { appId, code } = input;
  const result = await deps.wechat.codeToSession({ appId, secret: input.secrets.appSecret, code });
  if (result.kind === 'ok') return result.value;
  throw await refusal(deps, { appId, result, field: 'code' });
}

async function exchangePhone(
  deps: LogInDeps,
  input: { appId: string; openid: string; phoneCode: string },
): Promise<string> {
  const { appId, openid, phoneCode } = input;
  const result = await callWithToken(deps.tokens, appId, (accessToken) =>
    deps.wechat.getPhoneNumber({ accessToken, appId, code: phoneCode, openid }),
  );
  if (result.kind === 'ok') return result.value.phone;
  throw await refusal(deps, { appId, result, field: 'phoneCode' });
}

type Field = 'code' | 'phoneCode';

/** What is wrong with the code and what the client should do, for each errcode that speaks of it (wechat-facts 2.3, kind L). */
const adviceOf: Readonly<Record<Field, Readonly<Record<number, { fault: string; cure: string }>>>> =
  {
    code: {
      40029: {
        fault:
          'is not known to WeChat: it ran out, is the phone button’s, or belongs to another mini program',
        cure: 'Call wx.login again and send its code at once.',
      },
      40163: {
        fault: 'was used before',
        cure: 'Call wx.login again and send each code once.',
      },
      40226: {
        fault: 'is of a user whom WeChat bars from logging in, as a risk',
        cure: 'Do not try again with this user.',
      },
      41008: { fault: 'is empty', cure: 'Call wx.login and send its code.' },
    },
    phoneCode: {
      40029: {
        fault:
          'is not known to WeChat: it ran out, is that of wx.login, or belongs to another mini program',
        cure: 'Let the user tap the phone button again, and call wx.login again.',
      },
      40163: {
        fault: 'was used before',
        cure: 'Let the user tap the phone button again, and call wx.login again.',
      },
      40013: {
        fault: 'is not of the same user or mini program as the login code',
        cure: 'Take both from the same client, one after the other.',
      },
      41008: { fault: 'is empty', cure: 'Let the user tap the phone button.' },
    },
  };

const nameOf: Record<Field, string> = { code: 'The login code', phoneCode: 'The phone code' };

async function refusal(
  deps: LogInDeps,
  input: { appId: string; result: Exclude<CallResult<never>, { kind: 'ok' }>; field: Field },
): Promise<AppError> {
  const { appId, result, field } = input;
  const advice = result.kind === 'refused' ? adviceOf[field][result.errcode] : undefined;
  if (result.kind === 'refused' && advice !== undefined)
    return new AppError('login-code-invalid', {
      message: `${nameOf[field]} ${advice.fault}. ${advice.cure}`,
      problems: [
        {
          ...{ pointer: `/${field}`, rule: 'wechat-code', message: advice.fault },
          actual: result.errcode,
        },
      ],
      details: { errcode: result.errcode, rid: result.rid },
    });
  const error = wechatError(result);
  if (error.code === 'wechat-refused') await deps.raiseAlarm({ appId, during: 'login', error });
  return error;
}
