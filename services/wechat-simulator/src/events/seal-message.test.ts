import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { encryptMessage, signParts } from './seal-message.ts';

/** The official examples (facts 5.6). */
const token = 'AAAAA';
const encodingAesKey = 'A'.repeat(43);
const appId = 'wxba5fad812f8e6fb9';
const sealedEvent =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';
const sealedReply =
  'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==';

/** Opened with nothing of ours: raw AES, padding and layout taken apart by hand. */
function open(sealed: string) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]);
  const bare = padded.subarray(0, padded.length - padded[padded.length - 1]!);
  const length = bare.readUInt32BE(16);
  return {
    cipherBytes: padded.length,
    random: bare.subarray(0, 16),
    message: bare.subarray(20, 20 + length).toString('utf8'),
    appId: bare.subarray(20 + length).toString('utf8'),
  };
}

describe('signatures of the official examples', () => {
  it.each([
    ['the URL check', ['1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    ['a plain post', ['1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    [
      'a safe post, without body',
      ['1714112445', '415670741'],
      '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
    ],
    [
      'a safe post, with body',
      ['1714112445', '415670741', sealedEvent],
      '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    ],
    [
      'a sealed reply',
      ['1713424427', '415670741', sealedReply],
      '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
    ],
  ])('%s', (_name, parts, signature) => {
    expect(signParts([token, ...parts])).toBe(signature);
    expect(signParts([...parts].reverse().concat(token))).toBe(signature);
  });
});

describe('encryption of the official examples', () => {
  it('when the event is sealed again with its own random bytes, then the ciphertext is the same', () => {
    const opened = open(sealedEvent);
    expect(opened.random.toString()).toBe('a8eedb185eb2fecf');
    expect([opened.appId, opened.cipherBytes]).toEqual([appId, 224]);
    expect(JSON.parse(opened.message)).toMatchObject({
      ToUserName: 'gh_97417a04a28d',
      Event: 'debug_demo',
      debug_str: 'hello world',
    });
    const again = { encodingAesKey, appId, message: opened.message, random: opened.random };
    expect(encryptMessage(again)).toBe(sealedEvent);
  });

  it('when the reply is sealed again, then the ciphertext is the same', () => {
    const { message, random } = open(sealedReply);
    expect([message.length, random.toString()]).toEqual([25, '707722b803182950']);
    expect(encryptMessage({ encodingAesKey, appId, message, random })).toBe(sealedReply);
  });

  it('when the text fills its last block, then a whole block of padding follows', () => {
    const random = Buffer.alloc(16, 7);
    const message = 'x'.repeat(64 - 20 - appId.length);
    const opened = open(encryptMessage({ encodingAesKey, appId, message, random }));
    expect(opened).toMatchObject({ message, appId, cipherBytes: 96 });
  });
});
