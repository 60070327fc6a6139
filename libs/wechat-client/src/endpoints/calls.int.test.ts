import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import type { Socket } from 'node:net';
import { httpAnswer, type RawRequest } from '../test-support/create-raw-server.ts';
import { withRawServer } from '../test-support/with-raw-server.ts';
import type { WechatClient } from '../wechat-client.ts';

const secret = 'app-secret nobody may see';
const accessToken = '88_token+nobody/may=see';
const code = 'code nobody may see';
const appId = 'wx0000000000000001';

const calls = {
  getStableToken: (client: WechatClient, signal?: AbortSignal) =>
    client.getStableToken({ appId, secret, ...(signal && { signal }) }),
  codeToSession: (client: WechatClient, signal?: AbortSignal) =>
    client.codeToSession({ appId, secret, code, ...(signal && { signal }) }),
  getPhoneNumber: (client: WechatClient, signal?: AbortSignal) =>
    client.getPhoneNumber({ accessToken, appId, code, openid: 'oUser', ...(signal && { signal }) }),
  listTemplates: (client: WechatClient, signal?: AbortSignal) =>
    client.listTemplates({ accessToken, ...(signal && { signal }) }),
  getQuota: (client: WechatClient, signal?: AbortSignal) =>
    client.getQuota({ accessToken, cgiPath: '/cgi-bin/x', ...(signal && { signal }) }),
};
const names = Object.keys(calls) as (keyof typeof calls)[];

const answering =
  (answer: string | Buffer) =>
  (_request: RawRequest, socket: Socket): void => {
    socket.write(answer);
  };
const json = (value: unknown) => httpAnswer({ body: JSON.stringify(value) });

describe('what goes over the wire', () => {
  test.each([
    [
      'getStableToken',
      'POST /cgi-bin/stable_token',
      {},
      { grant_type: 'client_credential', appid: appId, secret, force_refresh: false },
    ],
    [
      'codeToSession',
      'GET /sns/jscode2session',
      { appid: appId, secret, js_code: code, grant_type: 'authorization_code' },
      null,
    ],
    [
      'getPhoneNumber',
      'POST /wxa/business/getuserphonenumber',
      { access_token: accessToken },
      { code, openid: 'oUser' },
    ],
    ['listTemplates', 'GET /wxaapi/newtmpl/gettemplate', { access_token: accessToken }, null],
    [
      'getQuota',
      'POST /cgi-bin/openapi/quota/get',
      { access_token: accessToken },
      { cgi_path: '/cgi-bin/x' },
    ],
  ] as const)('when %s is called, then it is %s', async (name, line, query, body) => {
    await withRawServer(
      { onRequest: answering(json({ errcode: 45011 })) },
      async ({ client, server }) => {
        await calls[name](client);
        const request = server.requests[0]!;
        const url = new URL(request.target, server.url);
        expect(`${request.method} ${url.pathname}`).toBe(line);
        expect(Object.fromEntries(url.searchParams)).toEqual(query);
        expect(request.headers.has('transfer-encoding')).toBe(false);
        if (body === null) expect(request.body.length).toBe(0);
        else {
          expect(request.headers.get('content-length')).toBe(String(request.body.length));
          expect(JSON.parse(request.body.toString('utf8'))).toEqual(body);
        }
      },
    );
  });
});

describe('good answers', () => {
  const ok = async (name: keyof typeof calls, answer: unknown): Promise<unknown> =>
    withRawServer({ onRequest: answering(json(answer)) }, async ({ client }) => {
      const result = await calls[name](client);
      return result.kind === 'ok' ? result.value : result;
    });

  test('when a token is given, then it and its lifetime are returned, a numeric string too', async () => {
    expect(await ok('getStableToken', { access_token: '88_x', expires_in: 7200 })).toEqual({
      accessToken: '88_x',
      expiresInSeconds: 7200,
    });
    expect(await ok('getStableToken', { access_token: '88_x', expires_in: '300' })).toEqual({
      accessToken: '88_x',
      expiresInSeconds: 300,
    });
  });

  test('when a session is given, then unionid may be absent', async () => {
    expect(await ok('codeToSession', { openid: 'o1', session_key: 'k' })).toEqual({
      openid: 'o1',
      sessionKey: 'k',
      unionid: null,
    });
    expect(
      await ok('codeToSession', { openid: 'o1', session_key: 'k', unionid: 'u', expires_in: 7200 }),
    ).toEqual({ openid: 'o1', sessionKey: 'k', unionid: 'u' });
  });

  test.each([
    [
      { phoneNumber: '13800000000', purePhoneNumber: '13800000000', countryCode: 86 },
      '+8613800000000',
    ],
    [
      { phoneNumber: '13800000000', purePhoneNumber: '13800000000', countryCode: '86' },
      '+8613800000000',
    ],
    [
      { phoneNumber: '+85251234567', purePhoneNumber: '5123 4567', countryCode: '+852' },
      '+85251234567',
    ],
  ])('when the phone is %j, then it is E.164', async (phone, expected) => {
    const watermark = { timestamp: 1700000000, appid: appId };
    expect(await ok('getPhoneNumber', { errcode: 0, phone_info: { ...phone, watermark } })).toEqual(
      { phone: expected },
    );
  });

  test('when the phone is of another app, then it is refused as WeChat would', async () => {
    const phone_info = {
      purePhoneNumber: '13800000000',
      countryCode: '86',
      watermark: { appid: 'wxOther' },
    };
    expect(await ok('getPhoneNumber', { errcode: 0, phone_info })).toMatchObject({
      kind: 'refused',
      errcode: 40013,
    });
  });

  test('when templates are listed, then kind, keywords and choices are read, and other kinds are left out', async () => {
    const template = {
      priTmplId: 'T1',
      title: '货源通知',
      content: '路线:{{thing1.DATA}}\n备注: 货物:{{thing2.DATA}}\n状态:{{enum_string3.DATA}}\n',
      example: '路线:广州\n',
      type: 2,
      keywordEnumValueList: [
        { keywordCode: 'enum_string3.DATA', enumValueList: ['已发布', '已取消'] },
      ],
    };
    const data = [
      template,
      { ...template, priTmplId: 'T2', type: 3, keywordEnumValueList: null },
      { ...template, type: 9 },
    ];
    expect(await ok('listTemplates', { errcode: 0, errmsg: 'ok', data })).toEqual([
      {
        templateId: 'T1',
        title: '货源通知',
        kind: 'one-time',
        content: template.content,
        example: template.example,
        keywords: [
          { key: 'thing1', type: 'thing', label: '路线' },
          { key: 'thing2', type: 'thing', label: '备注: 货物' },
          {
            key: 'enum_string3',
            type: 'enum_string',
            label: '状态',
            options: ['已发布', '已取消'],
          },
        ],
      },
      expect.objectContaining({ templateId: 'T2', kind: 'long-term' }),
    ]);
  });

  test('when the quota is asked for, then a missing rate limit is null', async () => {
    const quota = { daily_limit: 30000000, used: 12, remain: 29999988 };
    expect(
      await ok('getQuota', {
        errcode: 0,
        quota,
        rate_limit: { call_count: 1000, refresh_second: 60 },
      }),
    ).toEqual({
      dailyLimit: 30000000,
      used: 12,
      remain: 29999988,
      rate: { callCount: 1000, refreshSeconds: 60 },
    });
    expect(await ok('getQuota', { errcode: 0, quota })).toMatchObject({ rate: null });
  });
});

describe.each(names)('%s, whatever WeChat or the network does', (name) => {
  test.each([
    [
      { errcode: 40029, errmsg: 'invalid code, rid: 0a0b0c0d-00000000-11111111' },
      40029,
      '0a0b0c0d-00000000-11111111',
    ],
    [{ errcode: '-1', errmsg: 'system error rid: ' }, -1, null],
    [{ errcode: 45011 }, 45011, null],
  ])('when it is refused with %j, then so it says', async (answer, errcode, rid) => {
    await withRawServer({ onRequest: answering(json(answer)) }, async ({ client }) => {
      const errmsg = 'errmsg' in answer ? answer.errmsg : '';
      expect(await calls[name](client)).toEqual({ kind: 'refused', errcode, errmsg, rid });
    });
  });

  test.each([
    [httpAnswer({ body: '' }), 'empty-body', 200],
    [httpAnswer({ type: 'text/html', body: '<html>' }), 'not-json', 200],
    [httpAnswer({ body: '{"surprise":true}' }), 'unexpected-shape', 200],
    [httpAnswer({ body: '{"errcode":"what"}' }), 'unexpected-shape', 200],
    [httpAnswer({ status: 502, body: '{"errcode":40029}' }), 'http-502', 502],
    [httpAnswer({ status: 404, body: 'no' }), 'http-404', 404],
    [httpAnswer({ status: 302, headers: ['Location: /sns/elsewhere'], body: '' }), 'http-302', 302],
  ])(
    'when the answer is of no use (%#), then it is unreachable, asked once',
    async (answer, cause, httpStatus) => {
      await withRawServer({ onRequest: answering(answer) }, async ({ client, server, logger }) => {
        expect(await calls[name](client)).toEqual({ kind: 'unreachable', cause, httpStatus });
        expect(server.requests).toHaveLength(1);
        expect(logger.lines).toHaveLength(1);
        expect(JSON.stringify(logger.lines)).not.toMatch(/nobody/);
      });
    },
  );

  test('when the connection is cut, refused or hangs, then it is unreachable, in time, asked once, and nothing secret is said', async () => {
    const calls_: unknown[] = [];
    await withRawServer(
      {
        onRequest: (request, socket) => {
          if (request.connection === 1) socket.resetAndDestroy();
          if (request.connection === 2)
            socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"access_token":"x"');
        },
        client: { timeouts: { requestMs: 300 }, onCall: (call) => calls_.push(call) },
      },
      async ({ client, server, logger }) => {
        const reset = await calls[name](client);
        const cut = await calls[name](client);
        const hanging = await calls[name](client);
        await server.close();
        const refused = await calls[name](client);
        expect([reset, cut, hanging, refused]).toEqual([
          { kind: 'unreachable', cause: 'reset: ECONNRESET', httpStatus: null },
          {
            kind: 'unreachable',
            cause: expect.stringMatching(/^(reset|truncated): /),
            httpStatus: null,
          },
          { kind: 'unreachable', cause: 'timeout: request', httpStatus: null },
          { kind: 'unreachable', cause: 'connect: ECONNREFUSED', httpStatus: null },
        ]);
        expect(server.requests).toHaveLength(3);
        expect(calls_).toHaveLength(4);
        expect(JSON.stringify([logger.lines, calls_])).not.toMatch(/nobody/);
      },
    );
  });

  test('when the caller aborts, then it ends at once', async () => {
    await withRawServer({}, async ({ client, server }) => {
      const abort = new AbortController();
      const result = calls[name](client, abort.signal);
      await eventually(() => server.requests.length === 1);
      abort.abort();
      expect(await result).toEqual({
        kind: 'unreachable',
        cause: 'aborted: ERR_ABORTED',
        httpStatus: null,
      });
    });
  });

  test('when the answer never stops, then it is given up', async () => {
    const flood = (_request: RawRequest, socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n');
      const chunk = Buffer.alloc(512 * 1024, 'x');
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    };
    await withRawServer({ onRequest: flood }, async ({ client }) => {
      expect(await calls[name](client)).toEqual({
        kind: 'unreachable',
        cause: 'too-large',
        httpStatus: null,
      });
    });
  });
});
