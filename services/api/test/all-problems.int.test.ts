import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type CallOptions, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed();
const freight = await setUpFreight(api.storage, { grants: 1 });
const other = await setUpFreight(api.storage);
const { appId } = freight;
const data = { thing1: '一', thing2: '二' };
const past = '2020-01-01T00:00:00Z';
const future = new Date(Date.now() + 86_400_000).toISOString();

/** Of each: what is wrong with the form of the request, and what only the database or the clock can tell of the rest. */
const pushes: [what: string, over: Json, expected: string[]][] = [
  [
    'a template nobody knows beside a word that is none',
    { templateId: 'tpl-nobody', priority: 'urgent' },
    ['/priority one-of', '/templateId known-template'],
  ],
  [
    'data that does not fit beside a time that is none',
    { data: { thing1: '长'.repeat(21) }, sendAt: 'tomorrow' },
    ['/data/thing1 max-length', '/data/thing2 required', '/sendAt format'],
  ],
  [
    'a stranger beside a field that no recipient has',
    { to: { openid: 'o-nobody', email: 'a@b.c' } },
    ['/to/email unknown-key', '/to/openid known-recipient'],
  ],
  [
    'fallbacks, each as far as it can be read',
    {
      fallback: [
        { templateId: 'tpl-nobody', data, more: 1 },
        { templateId: 7, data },
        { templateId: freight.templateId, data: { thing1: 7, thing2: '' } },
      ],
    },
    [
      '/fallback/0/more unknown-key',
      '/fallback/0/templateId known-template',
      '/fallback/1/templateId type',
      '/fallback/2/data/thing1 type',
      '/fallback/2/data/thing2 empty',
      '/fallback/2/templateId distinct',
    ],
  ],
  [
    'a key that is wrong in itself, which does not make its seconds wrong',
    { dedupeKey: '', dedupeSeconds: 60 },
    ['/dedupeKey min-length'],
  ],
  [
    'a stranger who may be meant to wait, by a word that is none',
    { to: { openid: 'o-nobody' }, onUnknownRecipient: 'prak' },
    ['/onUnknownRecipient one-of'],
  ],
];

describe('a push that is wrong in itself, and by what the database knows', () => {
  test.each(pushes)('%s: all of it is told at once', async (_what, over, expected) => {
    const body = freight.push(over);
    const refused = await api.call('POST', '/v1/pushes', { body });
    expect([refused.status, problemsOf(refused)]).toEqual([400, expected]);

    const batch = await api.call<{ results: { problem: Json }[] }>('POST', '/v1/pushes/batch', {
      body: { pushes: [body] },
    });
    expect(problemsOf({ ...batch, body: batch.body.results[0]!.problem })).toEqual(expected);

    const told = await api.call<{ checks: { problems?: [] }[] }>('POST', '/v1/pushes/explain', {
      body,
    });
    const errors = told.body.checks.flatMap(({ problems = [] }) => problems);
    expect(problemsOf({ ...told, body: { errors } })).toEqual(expected);

    const audience = await api.call('POST', '/v1/audiences', {
      body: { ...body, to: undefined, recipients: 'upload' },
    });
    const shared = expected.filter((line) => !line.startsWith('/to'));
    if (shared.length > 0) expect(problemsOf(audience)).toEqual(shared);
  });

  test('when the Idempotency-Key is none, then the body is judged all the same', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(256) };
    const wrong = { templateId: 'tpl-nobody', data: {} };
    for (const [path, body] of [
      ['/v1/pushes', freight.push(wrong)],
      ['/v1/audiences', { ...freight.push(wrong), to: undefined, recipients: 'upload' }],
    ] as const) {
      const refused = await api.call('POST', path, { headers, body });
      expect([refused.status, problemsOf(refused)]).toEqual([
        400,
        ['/header/idempotency-key format', '/templateId known-template'],
      ]);
    }
  });
});

type Case = [method: string, path: string, body: unknown, expected: string[], CallOptions?];

const cases: Case[] = [
  [
    ...['POST', `/v1/apps/${appId}/grants`],
    {
      grants: [
        { openid: other.openid, templateId: 'tpl-nobody', count: 0, grantedAt: future },
        { openid: 'o 1', templateId: other.templateId, count: 1 },
      ],
    },
    [
      '/grants/0/count min',
      '/grants/0/grantedAt past',
      '/grants/0/openid other-app',
      '/grants/0/templateId known-template',
      '/grants/1/openid format',
      '/grants/1/templateId known-template',
    ],
  ],
  [
    ...['POST', `/v1/apps/${appId}/grants`],
    [{ openid: 'o-1', templateId: 'tpl-nobody', count: '1' }],
    ['/grants/0/count type', '/grants/0/templateId known-template'],
  ],
  [
    ...['POST', `/v1/apps/${appId}/grants`],
    { grants: [{ openid: 'o-1', templateId: 'tpl-nobody', count: 1 }] },
    ['/grants/0/templateId known-template', '/header/idempotency-key format'],
    { headers: { 'idempotency-key': 'x'.repeat(300) } },
  ],
  [
    ...['PUT', `/v1/apps/${appId}/ask-plan`],
    {
      pages: [
        { page: 'p', templates: [{ templateId: 'tpl-nobody', target: -1 }] },
        { page: 7, templates: [{ templateId: freight.templateId, target: 1 }] },
      ],
    },
    [
      '/pages/0/templates/0/target min',
      '/pages/0/templates/0/templateId known-template',
      '/pages/1/page type',
    ],
  ],
  [
    ...['PUT', `/v1/apps/${appId}/sending-rules`],
    { caps: 7, templates: [{ templateId: 'tpl-nobody' }, { templateId: freight.templateId }] },
    ['/caps type', '/templates/0/templateId known-template'],
  ],
  [
    ...['POST', `/v1/apps/${appId}/pause`],
    { reason: ' ', until: past },
    ['/reason blank', '/until future'],
  ],
  [
    ...['POST', `/v1/apps/${appId}/templates/${freight.templateId}/pause`],
    { until: past },
    ['/reason required', '/until future'],
  ],
  [
    ...['POST', '/v1/api-keys'],
    { name: '', scopes: ['nothing'], appIds: [appId, 'wx-nobody'], expiresAt: past },
    ['/appIds/1 known-app', '/expiresAt future', '/name blank', '/scopes/0 one-of'],
  ],
  [
    ...['POST', '/v1/webhook-endpoints'],
    { url: 'ftp://example.com', appIds: ['wx-nobody', 7] },
    ['/appIds/0 known-app', '/appIds/1 type', '/url url'],
  ],
] as unknown as Case[];

describe('a request that is wrong in itself, and by what the database or the clock knows', () => {
  test.each(cases)('%# %s %s', async (...given: Case) => {
    const [method, path, body, expected, options = {}] = given;
    const refused = await api.call(method, path, { ...options, body });
    expect([refused.status, problemsOf(refused)]).toEqual([400, expected]);
  });

  test('when the app is not the key’s, then nothing of it is told', async () => {
    const key = await api.createKey({ scopes: ['admin'], appIds: [other.appId] });
    const body = { pages: [{ page: 7, templates: [{ templateId: 'tpl-nobody', target: 1 }] }] };
    const refused = await api.call('PUT', `/v1/apps/${appId}/ask-plan`, { key, body });
    expect(problemsOf(refused)).toEqual(['/pages/0/page type']);
  });
});
