import type { Outcome } from '@yuexin/domain';
import { cleanErrmsg } from './clean-errmsg.ts';
import { extractRid } from './extract-rid.ts';
import { parseReply } from './parse-reply.ts';
import { readStatus } from './read-status.ts';

export type SendReading = { outcome: Outcome; errmsg: string | null };

/**
 * What a complete HTTP answer to subscribe/send means (wechat-facts 1.5, 2.5). Strict where it could claim a message sent
 * or not sent; whatever is not plainly one of the two is unconfirmed.
 */
export function readSendReply(input: {
  httpStatus: number;
  body: Uint8Array;
  secrets: readonly string[];
}): SendReading {
  const { httpStatus } = input;
  if (httpStatus === 412) return notSentBy412;

  const reply = parseReply(input.body);
  const status = reply.kind === 'object' ? readStatus(reply.tree) : undefined;
  const errmsg = status === undefined ? null : cleanErrmsg(status.errmsg, input.secrets);
  const unconfirmed = (cause: string): SendReading => ({
    outcome: { kind: 'unconfirmed', cause, httpStatus },
    errmsg,
  });

  // A gateway's 5xx says nothing of what happened behind it, even when its body looks like WeChat's.
  const isAnswer = httpStatus >= 200 && httpStatus < 300;
  if (!isAnswer && (httpStatus < 400 || httpStatus >= 500))
    return unconfirmed(`http-${httpStatus}`);
  if (reply.kind === 'empty') return unconfirmed(isAnswer ? 'empty-body' : `http-${httpStatus}`);
  if (reply.kind === 'not-json') return unconfirmed(isAnswer ? 'not-json' : `http-${httpStatus}`);
  if (status === undefined) return unconfirmed('errcode-unreadable');
  if (status.errcode !== null && status.errcode !== 0) {
    return { outcome: refusal(status.errcode, errmsg ?? ''), errmsg };
  }
  if (!isAnswer) return unconfirmed(`http-${httpStatus}`);

  const msgid = readMsgid(reply.tree.msgid);
  // Some answers leave errcode out on success; one with neither errcode nor msgid is somebody else's.
  if (status.errcode === null && msgid === null) return unconfirmed('no-errcode');
  return { outcome: { kind: 'accepted', msgid }, errmsg };
}

/** 19 digits, a number or a string on the wire (wechat-facts 1.5); text here. */
function readMsgid(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,32}$/.test(text) ? text : null;
}

const refusal = (errcode: number, errmsg: string): Outcome => ({
  kind: 'refused',
  errcode,
  errmsg,
  rid: extractRid(errmsg),
});

/** WeChat answers 412 to a body that is chunked or has no Content-Length: a defect of ours that an operator must see. */
const notSentBy412: SendReading = {
  outcome: {
    kind: 'not-sent',
    cause:
      'http-412: WeChat refused how the body was framed (chunked, or no Content-Length); something between us and WeChat rewrites requests, or this client is defective',
  },
  errmsg: null,
};
