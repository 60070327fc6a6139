import { describe, expect, test } from '@jest/globals';
import { decodeEvent } from './decode-event.ts';
import { decryptEvent } from './decrypt-event.ts';
import { verifyEventSignature } from './verify-event-signature.ts';

/** The vectors of WeChat's own page (wechat-facts 5.6). */
const token = 'AAAAA';
const encodingAesKey = 'A'.repeat(43);
const appId = 'wxba5fad812f8e6fb9';

const safe = {
  timestamp: '1714112445',
  nonce: '415670741',
  signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
  msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
  encrypt:
    '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=',
};
const reply = {
  timestamp: '1713424427',
  nonce: '415670741',
  signature: '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
  encrypt:
    'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
};

const signed = [
  {
    what: 'the URL check',
    timestamp: '1714036504',
    nonce: '1514711492',
    signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
  },
  {
    what: 'a plain post',
    timestamp: '1714037059',
    nonce: '486452656',
    signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78',
  },
  {
    what: 'the plain part of a safe post',
    timestamp: safe.timestamp,
    nonce: safe.nonce,
    signature: safe.signature,
  },
  {
    what: 'a safe post',
    timestamp: safe.timestamp,
    nonce: safe.nonce,
    signature: safe.msg_signature,
    encrypted: safe.encrypt,
  },
  {
    what: 'a reply',
    timestamp: reply.timestamp,
    nonce: reply.nonce,
    signature: reply.signature,
    encrypted: reply.encrypt,
  },
];

test.each(signed)(
  'when the signature of $what is verified, then it holds, and nothing else does',
  (vector) => {
    const given = { token, ...vector };
    const wrong = [
      { token: 'AAAAB' },
      { token: '' },
      { timestamp: `${given.timestamp}0` },
      { nonce: '' },
      { signature: '' },
      { signature: '0'.repeat(40) },
      { signature: given.signature.slice(1) },
      { signature: `${given.signature}00` },
      { encrypted: 'x' },
    ];
    expect(verifyEventSignature(given)).toBe(true);
    expect(verifyEventSignature({ ...given, signature: given.signature.toUpperCase() })).toBe(true);
    for (const change of wrong) expect(verifyEventSignature({ ...given, ...change })).toBe(false);
  },
);

describe('Encrypt', () => {
  test('when the safe post is opened, then it is the message and appid of the page', () => {
    const opened = decryptEvent({ encodingAesKey, encrypted: safe.encrypt });
    if (!opened.ok) throw new Error(opened.problem);
    expect(opened.appId).toBe(appId);
    expect(opened.message).toHaveLength(167);
    expect(JSON.parse(opened.message.toString('utf8'))).toMatchObject({
      ToUserName: 'gh_97417a04a28d',
      FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      MsgType: 'event',
      Event: 'debug_demo',
      debug_str: 'hello world',
    });
  });

  test('when the reply is opened, then it is the 25 bytes of the page', () => {
    const opened = decryptEvent({ encodingAesKey, encrypted: reply.encrypt });
    if (!opened.ok) throw new Error(opened.problem);
    expect(opened.appId).toBe(appId);
    expect(opened.message).toHaveLength(25);
  });
});

/** The safe post of the page as it arrives so many days after it was signed. */
function arriveAfter(days: number) {
  const { encrypt: Encrypt, ...query } = safe;
  const signedAtMs = Number(safe.timestamp) * 1_000;
  return decodeEvent({
    appId,
    messageToken: token,
    encodingAesKey,
    query: { ...query, encrypt_type: 'aes' },
    body: Buffer.from(JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt })),
    now: new Date(signedAtMs + days * 86_400_000),
  });
}

test('when the safe post arrives, days after it was signed, then it is an event of no interest from that user', () => {
  expect(arriveAfter(6)).toMatchObject({
    ok: true,
    event: {
      type: 'other',
      event: 'debug_demo',
      openid: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      items: [],
    },
  });
});

test('when the safe post arrives more than a week after it happened, or long before, then it is refused', () => {
  expect(arriveAfter(8)).toMatchObject({ ok: false, refusal: 'bad-time' });
  expect(arriveAfter(-2)).toMatchObject({ ok: false, refusal: 'bad-time' });
});
