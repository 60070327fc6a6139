import { describe, expect, test } from '@jest/globals';
import { createApp } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;
const freight = await setUpFreight(storage, { grants: 3 });
const other = await setUpFreight(storage);

const refuse = (over: Record<string, unknown>) =>
  api.call<Problem>('POST', '/v1/pushes', { body: freight.push(over) });

const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
const day = 86_400_000;
const data = { thing1: '一', thing2: '二' };

type Case = [what: string, over: Record<string, unknown>, expected: string[], code?: string];

const cases: Case[] = [
  ['no appId', { appId: undefined }, ['/appId required']],
  ['appId of a wrong type', { appId: 7 }, ['/appId type']],
  ['unknown app', { appId: 'wx-nobody' }, ['/appId known-app']],
  ['no templateId', { templateId: undefined }, ['/templateId required']],
  [
    'unknown template',
    { templateId: 'tpl-nobody' },
    ['/templateId known-template'],
    'template-unknown',
  ],
  [
    'template of another app',
    { templateId: other.templateId },
    ['/templateId known-template'],
    'template-unknown',
  ],
  ['no recipient', { to: undefined }, ['/to required']],
  ['recipient of a wrong type', { to: 'o-1' }, ['/to type']],
  ['empty recipient', { to: {} }, ['/to one-address']],
  [
    'two addresses',
    { to: { openid: freight.openid, phone: '+8613800000000' } },
    ['/to one-address'],
  ],
  [
    'unknown address kind',
    { to: { openid: freight.openid, email: 'a@b.c' } },
    ['/to/email unknown-key'],
  ],
  ['openid with blanks', { to: { openid: 'o 1' } }, ['/to/openid format']],
  ['phone that is none', { to: { phone: '12' } }, ['/to/phone phone']],
  [
    'openid never seen',
    { to: { openid: 'o-nobody' } },
    ['/to/openid known-recipient'],
    'recipient-unknown',
  ],
  [
    'phone never seen',
    { to: { phone: '+8613911112222' } },
    ['/to/phone known-recipient'],
    'recipient-unknown',
  ],
  [
    'unionid never seen',
    { to: { unionid: 'u-nobody' } },
    ['/to/unionid known-recipient'],
    'recipient-unknown',
  ],
  [
    'openid of another app',
    { to: { openid: other.openid } },
    ['/to/openid other-app'],
    'recipient-unknown',
  ],
  [
    'openid of another app that may wait',
    { to: { openid: other.openid }, onUnknownRecipient: 'park' },
    ['/to/openid other-app'],
    'recipient-unknown',
  ],
  ['no data', { data: undefined }, ['/data required']],
  ['data as text', { data: '{}' }, ['/data type']],
  [
    'missing keyword',
    { data: { thing1: '一' } },
    ['/data/thing2 required'],
    'template-data-invalid',
  ],
  [
    'too long value',
    { data: { ...data, thing1: { value: '长'.repeat(21) } } },
    ['/data/thing1/value max-length'],
    'template-data-invalid',
  ],
  [
    'blank value',
    { data: { ...data, thing2: '  ' } },
    ['/data/thing2 empty'],
    'template-data-invalid',
  ],
  ['value of a wrong type', { data: { ...data, thing2: 32 } }, ['/data/thing2 type']],
  [
    'shaped value of a wrong type',
    { data: { ...data, thing2: { value: 32 } } },
    ['/data/thing2/value type'],
  ],
  [
    'unknown key in a value',
    { data: { ...data, thing2: { value: '二', color: 'red' } } },
    ['/data/thing2/color unknown-key'],
  ],
  ['page that is a URL', { page: 'https://example.com' }, ['/page format']],
  ['page too long', { page: `pages/${'x'.repeat(1100)}` }, ['/page max-length']],
  ['page of a wrong type', { page: 3 }, ['/page type']],
  ['unknown lang', { lang: 'fr' }, ['/lang one-of']],
  ['unknown state of the mini program', { miniprogramState: 'beta' }, ['/miniprogramState one-of']],
  ['unknown priority', { priority: 'urgent' }, ['/priority one-of']],
  ['unknown onNoGrant', { onNoGrant: 'drop' }, ['/onNoGrant one-of']],
  ['unknown onUnconfirmed', { onUnconfirmed: true }, ['/onUnconfirmed one-of']],
  ['unknown onUnknownRecipient', { onUnknownRecipient: '' }, ['/onUnknownRecipient one-of']],
  ['sendAt in the past', { sendAt: '2020-01-01T00:00:00Z' }, ['/sendAt future']],
  ['sendAt without an offset', { sendAt: '2030-01-01T00:00:00' }, ['/sendAt format']],
  ['sendAt that is no day', { sendAt: '2030-02-30T00:00:00Z' }, ['/sendAt format']],
  ['sendAt too far', { sendAt: ahead(31 * day) }, ['/sendAt max']],
  ['expiresAt in the past', { expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt future']],
  ['expiresAt too far', { expiresAt: ahead(31 * day) }, ['/expiresAt max']],
  [
    'expiresAt before sendAt',
    { sendAt: ahead(2 * day), expiresAt: ahead(day) },
    ['/expiresAt after-send-at'],
  ],
  ['two ends', { expiresAt: ahead(day), ttlSeconds: 60 }, ['/ttlSeconds exclusive']],
  ['ttl of nothing', { ttlSeconds: 0 }, ['/ttlSeconds min']],
  ['ttl too long', { ttlSeconds: 31 * 86_400 }, ['/ttlSeconds max']],
  [
    'ttl that ends too late',
    { sendAt: ahead(29 * day), ttlSeconds: 2 * 86_400 },
    ['/ttlSeconds max'],
  ],
  ['ttl of a wrong type', { ttlSeconds: '60' }, ['/ttlSeconds type']],
  ['bizId too long', { bizId: 'x'.repeat(129) }, ['/bizId max-length']],
  ['empty bizId', { bizId: '' }, ['/bizId min-length']],
  ['metadata that is a list', { metadata: [1] }, ['/metadata type']],
  ['metadata too long', { metadata: { a: 'x'.repeat(9000) } }, ['/metadata max-length']],
  ['unknown key', { templateID: 'x' }, ['/templateID unknown-key']],
];

describe('a push that is wrong in one way is refused with that way named', () => {
  test.each(cases)('%s', async (_what, over, expected, code = 'invalid-request') => {
    const refused = await refuse(over);
    expect(problemsOf(refused as never)).toEqual(expected);
    expect(refused.body.code).toBe(code);
    expect(refused.status).toBe(code === 'invalid-request' ? 400 : 422);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('a push that is wrong in many ways', () => {
  test('when everything is wrong, then one answer names everything', async () => {
    const refused = await refuse({
      to: { openid: other.openid },
      data: { thing1: '长'.repeat(21), thing3: null },
      page: 'https://example.com/a b',
      sendAt: '2020-01-01T00:00:00Z',
      expiresAt: '2019-01-01T00:00:00Z',
      priority: 'urgent',
      extra: 1,
    });
    expect(refused.status).toBe(400);
    expect(problemsOf(refused as never)).toEqual([
      '/data/thing1 max-length',
      '/data/thing2 required',
      '/data/thing3 type',
      '/expiresAt after-send-at',
      '/expiresAt future',
      '/extra unknown-key',
      '/page characters',
      '/page format',
      '/priority one-of',
      '/sendAt future',
      '/to/openid other-app',
    ]);
  });

  test('when the recipient and the data are wrong, then the recipient names the answer and both are told', async () => {
    const refused = await refuse({ to: { openid: 'o-nobody' }, data: {} });
    expect(refused.body.code).toBe('recipient-unknown');
    expect(problemsOf(refused as never)).toEqual([
      '/data/thing1 required',
      '/data/thing2 required',
      '/to/openid known-recipient',
    ]);
  });

  test('when a limit is broken, then the limit and what was found are told', async () => {
    const refused = await refuse({ bizId: 'x'.repeat(200) });
    expect(refused.body.errors).toEqual([
      {
        pointer: '/bizId',
        rule: 'max-length',
        message: 'must have at most 128 characters',
        limit: 128,
        actual: 200,
      },
    ]);
  });

  test('when data, metadata or a time to live is too large, then each is told once, with its limit and what was found', async () => {
    const refused = await refuse({
      data: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`thing${at}`, 'x'])),
      metadata: { a: 'x'.repeat(9000) },
      ttlSeconds: 1e308,
    });
    expect(refused.body.errors).toMatchObject([
      { pointer: '/data', rule: 'max-length', limit: 50, actual: 51 },
      { pointer: '/ttlSeconds', rule: 'max', limit: 30 * 86_400, actual: 1e308 },
      { pointer: '/metadata', rule: 'max-length', limit: 8192, actual: 9008 },
    ]);
  });

  test('when a phone is wrong, then the answer does not repeat it', async () => {
    const refused = await refuse({ to: { phone: '1380000000012345' } });
    expect(refused.text).not.toContain('1380000000012345');
  });
});

describe('a body that is no push at all', () => {
  const bodies: [string, string, string[]][] = [
    ['a list', '[]', [' type']],
    ['a text', '"push"', [' type']],
    ['null', 'null', [' type']],
    ['half a document', '{"appId":', [' json']],
    ['a NUL character', '{"bizId":"a\\u0000b"}', ['/bizId text']],
    ['half of a character', '{"metadata":{"a":"\\ud800"}}', ['/metadata/a text']],
    ['a forbidden name', '{"metadata":{"__proto__":{}}}', ['/metadata/__proto__ text']],
    [
      'deep nesting',
      `{"metadata":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`,
      [`/metadata${'/a'.repeat(31)} depth`],
    ],
  ];
  test.each(bodies)('%s', async (_what, body, expected) => {
    const refused = await api.call('POST', '/v1/pushes', { body });
    expect(refused.status).toBe(400);
    // Whatever else is wrong with it is told as well.
    expect(problemsOf(refused).filter((problem) => !problem.endsWith(' required'))).toEqual(
      expected,
    );
  });

  test('when the template was removed at WeChat, then it is said', async () => {
    const { appId } = await createApp({ storage });
    const push = await setUpFreight(storage);
    await storage.templates.sync(push.appId, []);
    const refused = await api.call('POST', '/v1/pushes', { body: push.push() });
    expect(refused.status).toBe(422);
    expect(problemsOf(refused)).toEqual(['/templateId removed']);
    expect(appId).toBeTruthy();
  });
});

test('whatever was refused left nothing behind', async () => {
  const left = await storage.pushes.list({ filter: {}, limit: 10, cursor: null });
  expect(left.items).toEqual([]);
});
