import type { Answer } from '../front/answer.ts';
import type { TokenEndpoint } from '../front/endpoint.ts';
import { sendPath } from '../ledger/quotas.ts';
import { type AcceptedSend, sendMessage } from '../ledger/send-message.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import type { SecretDeps } from './open-with-secret.ts';

export type SendDeps = SecretDeps & {
  onAccepted: (sent: AcceptedSend & { app: SimApp }) => void;
};

/** POST /cgi-bin/message/subscribe/send: one message for one grant (facts 1.5). */
export const sendSubscribeMessageEndpoint = (deps: SendDeps): TokenEndpoint => ({
  path: sendPath,
  method: 'POST',
  wrongMethodErrcode: 43002,
  access: 'token',
  answer: ({ app, body, at }) => {
    const { world, refuse } = deps;
    const openid = typeof body.touser === 'string' ? body.touser : '';
    const lane = `${app.settings.appId}|${openid}`;
    if (world.lanes.has(lane)) return { ...refuse(43108), isOverlapping: true };
    if (openid !== '') world.lanes.add(lane);
    const held = { lane, latencyMs: app.settings.sendLatencyMs };
    const sent = sendMessage({ world, app, body, at: at.toISOString() });
    if ('errcode' in sent) {
      const { errcode, detail } = sent;
      const refusal: Answer = refuse(errcode, detail === undefined ? {} : { detail });
      return { ...refusal, ...held };
    }
    deps.onAccepted({ ...sent, app });
    // A bare integer beyond 2^53: JSON.stringify could not write it.
    const text = `{"errcode":0,"errmsg":"ok","msgid":${sent.record.msgid}}`;
    return { errcode: 0, body: text, ...held };
  },
});
