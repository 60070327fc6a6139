import { describe, expect, test } from '@jest/globals';
import { encrypt, eventApp, plainPost, safePost } from '../test-support/sign-event.ts';
import { decodeEvent } from './decode-event.ts';

const popup = {
  ToUserName: 'gh_97417a04a28d',
  FromUserName: 'oUser1',
  CreateTime: 1_767_600_000,
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  List: { TemplateId: 'T1', SubscribeStatusString: 'accept', PopupScene: '0' },
};
const event = {
  type: 'subscribe_msg_popup_event',
  openid: 'oUser1',
  createdAt: new Date(1_767_600_000_000),
  items: [{ templateId: 'T1', status: 'accept', scene: '0' }],
};
const text = JSON.stringify(popup);
const refused = (refusal: string, detail: RegExp) => ({
  ok: false,
  refusal,
  detail: expect.stringMatching(detail),
});

describe('decodeEvent', () => {
  test('when one event comes plain, safe in JSON, safe in XML or compatible, then it is the same event with the same hash', () => {
    const encrypted = encrypt(text);
    const compatible = safePost(encrypted);
    const plainPart = { ...popup, FromUserName: 'oForged' };
    const posts = [
      plainPost(text),
      safePost(encrypted),
      safePost(encrypt(text), 'xml'),
      { ...compatible, body: Buffer.from(JSON.stringify({ ...plainPart, Encrypt: encrypted })) },
    ];
    const decoded = posts.map(decodeEvent);
    for (const one of decoded) expect(one).toMatchObject({ ok: true, event });
    const hashes = decoded.map((one) => (one.ok ? one.dedupeHash.toString('hex') : ''));
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toHaveLength(64);
  });

  test.each([
    ['no query', {}],
    ['another nonce', { ...plainPost(text).query, nonce: '1' }],
    ['an empty signature', { ...plainPost(text).query, signature: '' }],
    [
      'only msg_signature',
      { ...plainPost(text).query, signature: undefined, msg_signature: 'a'.repeat(40) },
    ],
  ])('when a plain post has %s, then the signature is bad', (_name, query) => {
    expect(decodeEvent({ ...plainPost(text), query })).toEqual(
      refused('bad-signature', /signature/),
    );
  });

  test('when a plain signature is older or newer than 5 minutes, then it is bad; just within, it holds', () => {
    const post = plainPost(text);
    const at = (ms: number) => decodeEvent({ ...post, now: new Date(post.now.getTime() + ms) });
    expect(at(300_000).ok).toBe(true);
    expect(at(-300_000).ok).toBe(true);
    expect(at(300_001)).toEqual(refused('bad-signature', /clock/));
    expect(at(-300_001)).toEqual(refused('bad-signature', /clock/));
  });

  test('when the plain signature of a safe post is used for a body of one’s own, then it is refused', () => {
    const { query, ...rest } = safePost(encrypt(text));
    expect(decodeEvent({ ...rest, query, body: Buffer.from(text) })).toEqual(
      refused('bad-body', /no Encrypt/),
    );
  });

  test('when Encrypt was exchanged after it was signed, then the signature is bad', () => {
    const post = safePost(encrypt(text));
    const other = safePost(encrypt(text));
    expect(decodeEvent({ ...post, body: other.body })).toEqual(
      refused('bad-signature', /msg_signature/),
    );
  });

  test('when it was encrypted for another app, then it is the wrong app', () => {
    expect(decodeEvent(safePost(encrypt(text, { appId: 'wxOther' })))).toEqual(
      refused('wrong-app', /another app/),
    );
  });

  test.each([
    ['no key', { encodingAesKey: null }, /no EncodingAESKey/],
    ['a cut key', { encodingAesKey: 'A'.repeat(42) }, /43 characters/],
    ['another key', { encodingAesKey: 'B'.repeat(43) }, /does not open|length inside/],
  ])('when the app has %s, then the detail says so', (_name, change, detail) => {
    expect(decodeEvent({ ...safePost(encrypt(text)), ...change })).toEqual(
      refused('bad-body', detail),
    );
  });

  test('when the length inside does not fit, then it is a bad body', () => {
    const tooLong = encrypt(text, { length: 10_000 });
    expect(decodeEvent(safePost(tooLong))).toEqual(refused('bad-body', /length inside/));
  });

  test('when an app has no token, then no signature fits, not even that of an empty one', () => {
    const post = plainPost(text, { token: '' });
    expect(decodeEvent({ ...post, messageToken: '' })).toEqual(refused('bad-signature', /./));
  });

  test('when the last character of the key carries spare bits, then it opens all the same', () => {
    const [canonical, spare] = [`${'A'.repeat(42)}A`, `${'A'.repeat(42)}D`];
    expect(
      decodeEvent({ ...safePost(encrypt(text, { key: canonical })), encodingAesKey: spare }),
    ).toMatchObject({ ok: true, event });
  });

  test.each([
    ['', /empty/],
    ['hello', /neither/],
    ['[]', /JSON, but no object/],
    ['null', /JSON, but no object/],
    ['1', /JSON, but no object/],
    ['{"FromUserName":', /neither/],
    ['<xml><FromUserName>oUser1</FromUserName>', /no whole <xml> document/],
    ['<html></html>', /no whole <xml> document/],
    ['<xml></xml>', /without members/],
    [
      '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><FromUserName>&b;</FromUserName></xml>',
      /document type/,
    ],
    [
      '<xml><!DOCTYPE xml [<!ENTITY a "oUser1">]><FromUserName>&a;</FromUserName></xml>',
      /document type/,
    ],
    [`<xml>${'<a>'.repeat(50)}${'</a>'.repeat(50)}</xml>`, /malformed or deeply nested/],
    [`{"FromUserName":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, /deeply nested/],
    [JSON.stringify({ ...popup, padding: 'x'.repeat(70_000) }), /larger/],
    ['{}', /FromUserName is missing; CreateTime is missing/],
    [JSON.stringify({ ...popup, FromUserName: undefined }), /^FromUserName is missing$/],
    [JSON.stringify({ ...popup, FromUserName: { a: 1 } }), /^FromUserName is not as/],
    [JSON.stringify({ ...popup, FromUserName: 'o'.repeat(200) }), /^FromUserName is not as/],
    [JSON.stringify({ ...popup, CreateTime: undefined }), /^CreateTime is missing$/],
    [JSON.stringify({ ...popup, CreateTime: 'yesterday' }), /^CreateTime is not as/],
    [JSON.stringify({ ...popup, CreateTime: 1e18 }), /^CreateTime is not as/],
  ])('when the signed body is %#, then it is a bad body, plain and encrypted', (body, detail) => {
    expect(decodeEvent(plainPost(body))).toEqual(refused('bad-body', detail));
    const safe = decodeEvent(safePost(encrypt(body)));
    expect(safe).toEqual(refused('bad-body', body.length > 60_000 ? /./ : detail));
  });

  test('when a stranger posts rubbish, then all he learns is that it is not signed', () => {
    for (const body of ['', 'hello', '<xml>', text]) {
      for (const query of [{}, { msg_signature: 'abc' }])
        expect(decodeEvent({ ...plainPost(body), query })).toEqual(
          refused('bad-signature', /^it carries no signature that fits$/),
        );
    }
  });

  test('when WeChat tries again with another signature, then the hash is the same; another event has another', () => {
    const hashOf = (change: object, at = new Date('2026-01-05T08:00:00Z')): string => {
      const decoded = decodeEvent(plainPost(JSON.stringify({ ...popup, ...change }), { at }));
      return decoded.ok ? decoded.dedupeHash.toString('hex') : '';
    };
    const list = [popup.List, { ...popup.List, TemplateId: 'T2' }];
    expect(hashOf({}, new Date('2026-01-05T08:00:05Z'))).toBe(hashOf({}));
    expect(hashOf({ CreateTime: '1767600000' })).toBe(hashOf({}));
    expect(hashOf({ List: [...list].reverse() })).toBe(hashOf({ List: list }));
    const others = [
      {},
      { FromUserName: 'oUser2' },
      { CreateTime: 1_767_600_001 },
      { Event: 'subscribe_msg_change_event' },
      { List: { ...popup.List, SubscribeStatusString: 'reject' } },
      { List: { ...popup.List, TemplateId: 'T2' } },
      { List: list },
      { MsgType: 'text', Event: undefined, MsgId: '1' },
      { MsgType: 'text', Event: undefined, MsgId: '2' },
    ].map((change) => hashOf(change));
    expect(new Set(others).size).toBe(others.length);
    const elsewhere = decodeEvent({ ...plainPost(text), appId: 'wxOther' });
    expect(elsewhere.ok && elsewhere.dedupeHash.toString('hex')).not.toBe(hashOf({}));
    expect(eventApp.appId).not.toBe('wxOther');
  });
});
