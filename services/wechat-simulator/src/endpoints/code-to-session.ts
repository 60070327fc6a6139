import { randomBytes } from 'node:crypto';
import { type Answer, tell } from '../front/answer.ts';
import type { SecretEndpoint } from '../front/endpoint.ts';
import type { SimUser } from '../ledger/sim-user.ts';
import { isRefused, openWithSecret, type SecretDeps } from './open-with-secret.ts';

const loginsPerMinute = 100;
const minuteMs = 60_000;

/** Counts a login of this user; false when the minute's are used up. */
function countLogin(user: SimUser, at: number): boolean {
  const minute = Math.floor(at / minuteMs);
  if (user.logins.minute !== minute) user.logins = { minute, count: 0 };
  user.logins.count += 1;
  return user.logins.count <= loginsPerMinute;
}

const session = (user: SimUser): Answer => ({
  ...tell({
    session_key: randomBytes(16).toString('base64'),
    openid: user.openid,
    ...(user.unionid === null ? {} : { unionid: user.unionid }),
  }),
  // One of those seen to answer text/plain (facts 0): parse by content, not by content type.
  contentType: 'text/plain',
});

/** GET /sns/jscode2session: a wx.login code for the openid behind it (facts 1.3). */
export const codeToSessionEndpoint = (deps: SecretDeps): SecretEndpoint => ({
  path: '/sns/jscode2session',
  method: 'GET',
  wrongMethodErrcode: 41002,
  access: 'secret',
  answer: ({ path, query, at: now }) => {
    const at = now.getTime();
    const claimed = { path, appid: query.get('appid'), secret: query.get('secret'), at };
    const app = openWithSecret(deps, claimed);
    if (isRefused(app)) return app;
    if (query.get('grant_type') !== 'authorization_code') return deps.refuse(40002);
    const code = query.get('js_code') ?? '';
    if (code === '') return deps.refuse(41008);
    const { appId } = app.settings;
    const user = deps.world.codes.redeem({ kind: 'login', appId, code, at });
    if (user === 'invalid') return deps.refuse(40029);
    if (user === 'used') return deps.refuse(40163);
    if (user.isBlocked) return deps.refuse(40226);
    return countLogin(user, at) ? session(user) : deps.refuse(45011);
  },
});
