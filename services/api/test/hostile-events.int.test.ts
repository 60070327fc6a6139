import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { createApp, eventually } from '@yuexin/testkit';
import { createApiBed } from './support/api-bed.ts';
import { plainQuery, sealEvent } from './support/sign-event.ts';

const api = await createApiBed();
const { storage } = api;
const token = 'test-message-token';
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const { appId } = await createApp({ storage });
const path = `/v1/wechat/${appId}/events`;

/**
 * WeChat gives up after 5 s; a document that keeps us busy for longer than this could be used to stop us. Of processor time, since a
 * busy machine lends little of it: the api runs in this process.
 */
const bearableMs = 2_000;
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const popup = {
  ToUserName: 'gh_1',
  FromUserName: 'o-1',
  CreateTime: Math.floor(Date.now() / 1_000),
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  List: { TemplateId: 'tpl-1', SubscribeStatusString: 'accept', PopupScene: '0' },
};
const message = JSON.stringify(popup);
const seal = (change: Partial<Parameters<typeof sealEvent>[0]> = {}) =>
  sealEvent({ token, encodingAesKey, appId, message, ...change });

type Posted = { query: URLSearchParams; body: string };
const signed = (body: string): Posted => ({ query: plainQuery(token), body });
const waiting = async (): Promise<number> => (await storage.upkeep.eventLag()).waiting;
const post = ({ query, body }: Posted, to = path) =>
  api.call('POST', `${to}?${query.toString()}`, { key: null, body });
const withQuery = (posted: Posted, change: Record<string, string>): Posted => {
  const query = new URLSearchParams(posted.query);
  for (const [name, value] of Object.entries(change)) query.set(name, value);
  return { ...posted, query };
};

const xml = (inner: string, head = '') =>
  `${head}<xml><FromUserName>o-1</FromUserName><CreateTime>${popup.CreateTime}</CreateTime><MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event>${inner}</xml>`;
const laughs = Array.from(
  { length: 10 },
  (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
).join('');
const quadratic = `<!DOCTYPE xml [<!ENTITY a "${'a'.repeat(20_000)}">]>`;
const deepXml = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const deepJson = (depth: number) =>
  `{"FromUserName":"o-1","CreateTime":1,"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** Signed, so that only the body decides. */
const bodies: [string, string][] = [
  ['a billion laughs', xml('<x>&l10;</x>', `<!DOCTYPE xml [<!ENTITY l0 "ha">${laughs}]>`)],
  ['a quadratic blow-up', xml('&a;'.repeat(10_000), quadratic)],
  [
    'an external entity',
    xml('<x>&f;</x>', '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
  ],
  ['an external document type', xml('', '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/evil.dtd">')],
  ['a parameter entity', xml('', '<!DOCTYPE xml [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>')],
  ['entities in the middle', `<xml><!ENTITY a "b">${message}</xml>`],
  ['deep XML', xml(deepXml(8_000))],
  ['XML that never closes', `<xml>${'<a>'.repeat(20_000)}`],
  ['XML of openings only', `<xml>${'<'.repeat(60_000)}</xml>`],
  ['comments that never close', `<xml>${'<!--'.repeat(15_000)}</xml>`],
  ['CDATA that never closes', `<xml>${'<![CDATA['.repeat(7_000)}</xml>`],
  ['a declaration that never closes', `<?xml ${'?'.repeat(60_000)}`],
  ['blanks only', ' '.repeat(60_000)],
  ['deep JSON lists', deepJson(30_000)],
  ['deep JSON objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  [
    'a JSON number of 60,000 digits for the time',
    `{"FromUserName":"o-1","CreateTime":${'9'.repeat(60_000)}}`,
  ],
  ['a JSON key of a prototype', '{"__proto__":{"FromUserName":"o-1","CreateTime":1}}'],
  ['half a JSON document', message.slice(0, -2)],
  ['two JSON documents', message + message],
  ['a JSON list', `[${message}]`],
  ['a JSON text', JSON.stringify(message)],
  ['nothing', ''],
  ['more than any event', `{"a":"${'x'.repeat(70_000)}"}`],
  ['no sender', JSON.stringify({ ...popup, FromUserName: '' })],
  ['a sender that is a list', JSON.stringify({ ...popup, FromUserName: ['o-1'] })],
  ['no time', JSON.stringify({ ...popup, CreateTime: null })],
  ['a time before there was time', JSON.stringify({ ...popup, CreateTime: -1 })],
  ['a time with a fraction', JSON.stringify({ ...popup, CreateTime: 1.5 })],
];

describe('A body that is signed and no event', () => {
  test.each(bodies)('when it is %s, then 400 at once, and nothing is stored', async (_, body) => {
    const before = await waiting();
    const busyBefore = cpuMs();
    const answer = await post(signed(body));
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    expect(cpuMs() - busyBefore).toBeLessThan(bearableMs);
    expect(await waiting()).toBe(before);
  });

  test.each(bodies)(
    'when %s is inside a sealed event, then it is refused as well',
    async (_, body) => {
      const before = await waiting();
      const busyBefore = cpuMs();
      const answer = await post(seal({ message: body }));
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
      expect(cpuMs() - busyBefore).toBeLessThan(bearableMs);
      expect(await waiting()).toBe(before);
    },
  );

  test.each(bodies)('when %s comes unsigned, then 401 tells nothing of it', async (_, body) => {
    const answer = await post({ query: plainQuery('another-token'), body });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });
});

const sealed = seal();
const now = Math.floor(Date.now() / 1000);
const forged: [string, () => Posted, number][] = [
  [
    'a plain post signed with another token',
    () => ({ ...signed(message), query: plainQuery('no') }),
    401,
  ],
  ['a plain post without a query', () => ({ query: new URLSearchParams(), body: message }), 401],
  [
    'another time than was signed',
    () => withQuery(signed(message), { timestamp: String(now - 1) }),
    401,
  ],
  ['another nonce than was signed', () => withQuery(signed(message), { nonce: 'x' }), 401],
  ['a signature cut short', () => withQuery(signed(message), { signature: 'abc' }), 401],
  ['a signature of zeros', () => withQuery(signed(message), { signature: '0'.repeat(40) }), 401],
  [
    'a plain post of an hour ago, replayed',
    () => ({ body: message, query: plainQuery(token, new Date(Date.now() - 3_600_000)) }),
    401,
  ],
  [
    'a plain post from the future',
    () => ({ body: message, query: plainQuery(token, new Date(Date.now() + 3_600_000)) }),
    401,
  ],
  ['a timestamp that is no number', () => withQuery(signed(message), { timestamp: 'NaN' }), 401],
  ['a sealed post with a body of one’s own', () => ({ ...sealed, body: message }), 400],
  ['a sealed post without msg_signature', () => withQuery(sealed, { msg_signature: '' }), 401],
  [
    'a sealed post with the plain signature',
    () => withQuery(sealed, { msg_signature: sealed.query.get('signature') ?? '' }),
    401,
  ],
  ['the signature of another sealed post', () => ({ ...sealed, body: seal().body }), 401],
  ['a sealed post of another app', () => seal({ appId: 'wxforeign' }), 401],
  ['a sealed post without an app', () => seal({ appId: '' }), 401],
  ['a sealed post with another key', () => seal({ encodingAesKey: 'B'.repeat(43) }), 400],
  ['a cipher text cut by a byte', () => seal({ cutBytes: 1 }), 400],
  ['a cipher text cut by a block', () => seal({ cutBytes: 16 }), 400],
  ['padding of 0', () => seal({ padding: 0 }), 400],
  ['padding of 33', () => seal({ padding: 33 }), 400],
  ['padding of 255', () => seal({ padding: 255 }), 400],
  ['a length inside of 4 GiB', () => seal({ length: 0xffff_ffff }), 400],
  ['a length inside that is one too long', () => seal({ length: 100_000 }), 400],
];

describe('A forged or broken event', () => {
  test.each(forged)(
    'when it has %s, then it is refused and nothing is stored',
    async (_, make, status) => {
      const before = await waiting();
      const answer = await post(make());
      expect(answer.status).toBe(status);
      expect(await waiting()).toBe(before);
    },
  );

  test('when many come in a short time, then one alarm says so, counts them and names what else it may be; a few raise none', async () => {
    const [many, few] = [await createApp({ storage }), await createApp({ storage })];
    const forge = async (to: string, count: number) => {
      for (let at = 0; at < count; at += 1) {
        const query = plainQuery('another-token');
        query.set('echostr', '1');
        const method = at % 2 === 0 ? 'POST' : 'GET';
        const url = `/v1/wechat/${to}/events?${query.toString()}`;
        const body = method === 'POST' ? { body: message } : {};
        expect((await api.call(method, url, { key: null, ...body })).status).toBe(401);
      }
    };
    await forge(few.appId, 9);
    await forge(many.appId, 30);
    const alarms = async () => {
      const { items } = await storage.upkeep.listAlarms({ limit: 200, cursor: null });
      return items.filter((one) => [many.appId, few.appId].includes(one.appId ?? ''));
    };
    await eventually(async () => (await alarms()).length > 0);
    expect(await alarms()).toMatchObject([
      { appId: many.appId, code: 'events-refused', count: 10, acknowledgedAt: null },
    ]);
    expect((await alarms())[0]?.message).toMatch(/forges events, or the message token/);
  });

  test('when its time is off, then the refusal asks for the clock in one sentence', async () => {
    const old = new Date(Date.now() - 3_600_000);
    const answer = await post({ query: plainQuery(token, old), body: message });
    expect([answer.status, answer.body.detail]).toEqual([
      401,
      'The event is not WeChat’s: the timestamp is more than 5 minutes off; is the clock right?',
    ]);
  });

  test('when a sealed event is replayed, much later or from elsewhere, then it is the same event: answered, not stored again', async () => {
    const before = await waiting();
    const old = sealEvent({ token, encodingAesKey, appId, message });
    for (let turn = 0; turn < 3; turn += 1) expect((await post(old)).text).toBe('success');
    expect(await waiting()).toBe(before + 1);
  });

  test('when it is for an app nobody knows, then 404, signed or not, and nothing is stored', async () => {
    const before = await waiting();
    for (const posted of [signed(message), seal({ appId: 'wx-nobody' }), { ...sealed, body: '' }]) {
      const answer = await post(posted, '/v1/wechat/wx-nobody/events');
      expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
    }
    expect((await post(signed(message), `/v1/wechat/${'x'.repeat(3_000)}/events`)).status).toBe(
      404,
    );
    expect(await waiting()).toBe(before);
  });

  test('when it is larger than the api reads, then 413 and nothing is stored', async () => {
    const before = await waiting();
    const answer = await post(signed(`{"a":"${'x'.repeat(300_000)}"}`));
    expect([answer.status, answer.body.code]).toEqual([413, 'payload-too-large']);
    expect(await waiting()).toBe(before);
  });

  test('when it says that it is packed, then what is no gzip is refused', async () => {
    const answer = await api.call('POST', `${path}?${plainQuery(token).toString()}`, {
      key: null,
      body: message,
      headers: { 'content-encoding': 'gzip' },
    });
    expect([400, 415]).toContain(answer.status);
  });

  test('when the sender hangs up in the middle of the body, then the next event is taken as ever', async () => {
    const before = await waiting();
    await new Promise<void>((resolve) => {
      const cut = request(`${api.url()}${path}?${plainQuery(token).toString()}`, {
        method: 'POST',
        headers: { 'content-length': '5000' },
      });
      cut.on('error', () => resolve());
      cut.write(message.slice(0, 20), () => cut.destroy());
      cut.on('close', () => resolve());
    });
    expect((await post(signed(JSON.stringify({ ...popup, FromUserName: 'o-2' })))).text).toBe(
      'success',
    );
    expect(await waiting()).toBe(before + 1);
  });

  test('when all this was thrown at it, then no line of the log holds a body, and the api is well', async () => {
    expect(api.logged()).not.toContain('SubscribeStatusString');
    expect((await api.call('GET', '/readyz', { key: null })).status).toBe(200);
  });
});
