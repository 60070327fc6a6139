import type { Outcome } from '../vocabulary.ts';
import { refused } from './push-in-flight.ts';

/** The one balance that counts: WeChat's, for one user and one template. */
export type Wechat = { grants: number };

/** What happens to one attempt. */
export type Fate =
  | { kind: 'answered'; isNamed: boolean }
  /** WeChat does it; the answer is lost. */
  | { kind: 'answer-lost' }
  /** It looks the same to us, but nothing reached WeChat. */
  | { kind: 'request-lost' }
  | { kind: 'not-sent' }
  | { kind: 'errcode'; errcode: number };

const lost: Outcome = { kind: 'unconfirmed', cause: 'timeout', httpStatus: null };

function deliver(wechat: Wechat): boolean {
  if (wechat.grants === 0) return false;
  wechat.grants -= 1;
  return true;
}

/** One call of subscribe/send: what the worker learns, and whether the user got a message. */
export function meetWechat(wechat: Wechat, fate: Fate): { outcome: Outcome; isDelivered: boolean } {
  switch (fate.kind) {
    case 'answered': {
      const isDelivered = deliver(wechat);
      const msgid = fate.isNamed ? 'named' : null;
      return { isDelivered, outcome: isDelivered ? { kind: 'accepted', msgid } : refused(43101) };
    }
    case 'answer-lost':
      return { isDelivered: deliver(wechat), outcome: lost };
    case 'request-lost':
      return { isDelivered: false, outcome: lost };
    case 'not-sent':
      return { isDelivered: false, outcome: { kind: 'not-sent', cause: 'connect' } };
    case 'errcode':
      return { isDelivered: false, outcome: refused(fate.errcode) };
  }
}
