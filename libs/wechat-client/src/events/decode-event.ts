import type { ReplyTree } from '../replies/parse-reply.ts';
import { decryptEvent } from './decrypt-event.ts';
import { hashEvent } from './hash-event.ts';
import { parseEventBody } from './parse-event-body.ts';
import { readEvent } from './read-event.ts';
import { verifyEventSignature } from './verify-event-signature.ts';
import type { WechatEvent } from './wechat-event.ts';

/** The query of WeChat's POST; absent members as undefined. */
export type EventQuery = {
  signature?: string | undefined;
  msg_signature?: string | undefined;
  timestamp?: string | undefined;
  nonce?: string | undefined;
  encrypt_type?: string | undefined;
};

export type DecodeEventInput = {
  appId: string;
  messageToken: string;
  /** Null when the app has none: then only plain mode can be read. */
  encodingAesKey: string | null;
  query: EventQuery;
  body: Uint8Array;
  now?: Date;
};

export type DecodedEvent =
  | { ok: true; event: WechatEvent; dedupeHash: Buffer }
  | {
      ok: false;
      refusal: 'bad-signature' | 'bad-body' | 'wrong-app' | 'bad-time';
      /** For the log; holds nothing of the body. */
      detail: string;
    };

type Refused = Extract<DecodedEvent, { ok: false }>;
type Opened = { ok: true; tree: ReplyTree } | Refused;

/**
 * A plain signature covers token, time and nonce but not the body: whoever saw one URL could sign any body with it, for
 * ever. So in plain mode the time must be near. WeChat's three tries come within seconds and may reuse the signature,
 * which five minutes allow for. In safe mode the signature covers the body, a replay is the same event and is dropped by
 * its hash, and a clock that is off must not lose events that WeChat never sends again: there only `maxAgeMs` counts.
 */
const plainSkewMs = 5 * 60_000;

const dayMs = 86_400_000;
/** WeChat tells within seconds of what happened. Beyond a week the hash that makes a replay harmless may be forgotten. */
const maxAgeMs = 7 * dayMs;
/** A revocation that claims a time ahead of us would void all that is granted until then. */
const maxAheadMs = dayMs;

/**
 * Reads what WeChat posts to the event URL (wechat-facts 5): plain, compatible and safe mode, XML and JSON. Nothing of
 * the body is believed before its signature holds. Pure; never throws for what is posted. `dedupeHash` is the same for
 * every try of one event.
 */
export function decodeEvent(input: DecodeEventInput): DecodedEvent {
  const { appId, body } = input;
  // A stranger must not make us read what he likes. (In safe mode the signature covers the body, and is checked after it.)
  const isSigned = isPlainSigned(input);
  if (!isSigned && !looksSigned(input.query.msg_signature))
    return badSignature('it carries no signature that fits');
  const outer = parseEventBody(body);
  // An unsigned stranger learns nothing of our parser: without any signature it is the signature that is bad.
  if (!outer.ok)
    return isSigned
      ? badBody(`the body is ${outer.problem}`)
      : badSignature('unreadable and unsigned');

  const encrypted = outer.tree.Encrypt;
  const opened =
    typeof encrypted === 'string' && encrypted !== ''
      ? openEncrypted(input, encrypted)
      : openPlain(input, { tree: outer.tree, isSigned });
  if (!opened.ok) return opened;

  const read = readEvent(opened.tree);
  if (!read.ok) return badBody(read.problem);
  const { event } = read;
  const outOfTime = findTimeProblem(event.createdAt, input.now ?? new Date());
  if (outOfTime !== null) return { ok: false, refusal: 'bad-time', detail: outOfTime };
  const messageId = opened.tree.MsgId;
  const dedupeHash = hashEvent({
    appId,
    event,
    messageId:
      typeof messageId === 'string' || typeof messageId === 'number' ? String(messageId) : null,
  });
  return { ok: true, event, dedupeHash };
}

/** Safe mode, and compatible mode, of which only the encrypted part is believed: the plain one is not signed. */
function openEncrypted(input: DecodeEventInput, encrypted: string): Opened {
  const { appId, messageToken: token, encodingAesKey, query } = input;
  const { timestamp = '', nonce = '', msg_signature: signature = '' } = query;
  if (!verifyEventSignature({ token, timestamp, nonce, signature, encrypted })) {
    return badSignature('msg_signature does not fit');
  }
  if (encodingAesKey === null) return badBody('encrypted, but this app has no EncodingAESKey');
  const decrypted = decryptEvent({ encodingAesKey, encrypted });
  if (!decrypted.ok) return badBody(decrypted.problem);
  if (decrypted.appId !== appId) {
    return { ok: false, refusal: 'wrong-app', detail: 'the event was encrypted for another app' };
  }
  const parsed = parseEventBody(decrypted.message);
  return parsed.ok ? parsed : badBody(`the encrypted part is ${parsed.problem}`);
}

function openPlain(
  input: DecodeEventInput,
  { tree, isSigned }: { tree: ReplyTree; isSigned: boolean },
): Opened {
  // A safe-mode URL carries a plain signature as well; it must not open the door for an unencrypted body.
  if (input.query.encrypt_type === 'aes')
    return badBody('encrypt_type is aes, but there is no Encrypt');
  if (!isSigned) return badSignature('signature does not fit');
  const { now = new Date(), query } = input;
  const skewMs = Math.abs(now.getTime() - Number(query.timestamp) * 1_000);
  if (!(skewMs <= plainSkewMs)) {
    return badSignature('the timestamp is more than 5 minutes off; is the clock right?');
  }
  return { ok: true, tree };
}

function findTimeProblem(createdAt: Date, now: Date): string | null {
  const ageMs = now.getTime() - createdAt.getTime();
  if (ageMs > maxAgeMs) return 'its CreateTime is more than 7 days ago';
  return ageMs < -maxAheadMs
    ? 'its CreateTime is more than a day ahead; is the clock right?'
    : null;
}

function isPlainSigned({ messageToken: token, query }: DecodeEventInput): boolean {
  const { timestamp = '', nonce = '', signature = '' } = query;
  return verifyEventSignature({ token, timestamp, nonce, signature });
}

/** SHA-1 in hexadecimal digits. */
const looksSigned = (signature = ''): boolean => /^[0-9a-f]{40}$/i.test(signature);

const badSignature = (detail: string): Refused => ({ ok: false, refusal: 'bad-signature', detail });
const badBody = (detail: string): Refused => ({ ok: false, refusal: 'bad-body', detail });
