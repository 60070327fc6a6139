import { describe, expect, test } from '@jest/globals';
import { createWechatClient } from '../create-wechat-client.ts';
import { httpAnswer } from '../test-support/create-raw-server.ts';
import { selfSignedCertificate } from '../test-support/self-signed-certificate.ts';
import { sendWith, testMessage, testToken } from '../test-support/send-with.ts';
import { withRawServer } from '../test-support/with-raw-server.ts';

const ok = httpAnswer({ body: '{"errcode":0,"errmsg":"ok","msgid":1988810812324364291}' });

describe('a send that is answered', () => {
  test('when it is sent, then it is one POST with a fixed length, raw UTF-8 and the token in the query', async () => {
    await withRawServer(
      { onRequest: (_request, socket) => socket.write(ok) },
      async ({ client, server }) => {
        await sendWith(client);
        const [request] = server.requests;
        const { method, target, headers, body } = request!;
        expect(method).toBe('POST');
        expect(target).toBe(
          `/cgi-bin/message/subscribe/send?access_token=${encodeURIComponent(testToken)}`,
        );
        expect(headers.get('content-length')).toBe(String(body.length));
        expect(headers.get('content-type')).toBe('application/json');
        expect(headers.has('transfer-encoding')).toBe(false);
        expect(body.toString('utf8')).toContain('【广州】-->【上海】');
        expect(JSON.parse(body.toString('utf8'))).toEqual({
          touser: testMessage.openid,
          template_id: testMessage.templateId,
          page: testMessage.page,
          data: testMessage.data,
          miniprogram_state: 'formal',
          lang: 'zh_CN',
        });
      },
    );
  });

  test('when WeChat refuses, then errcode, errmsg and rid are kept and the token is not', async () => {
    const errmsg = `invalid credential ${testToken} / ${encodeURIComponent(testToken)} rid: 0a0b0c0d-00000000-11111111`;
    const answer = httpAnswer({ body: JSON.stringify({ errcode: 40001, errmsg }) });
    await withRawServer(
      { onRequest: (_request, socket) => socket.write(answer) },
      async ({ client, logger }) => {
        const reply = await sendWith(client);
        expect(reply.outcome).toEqual({
          kind: 'refused',
          errcode: 40001,
          errmsg: 'invalid credential [redacted] / [redacted] rid: 0a0b0c0d-00000000-11111111',
          rid: '0a0b0c0d-00000000-11111111',
        });
        expect(JSON.stringify([reply, logger.lines])).not.toContain('nobody');
      },
    );
  });

  test('when the private gateway’s authority is trusted, then TLS works', async () => {
    const calls: unknown[] = [];
    await withRawServer(
      {
        tls: selfSignedCertificate,
        onRequest: (_request, socket) => socket.write(ok),
        client: { ca: selfSignedCertificate.cert, onCall: (call) => calls.push(call) },
      },
      async ({ client, server }) => {
        const { outcome, httpStatus, errmsg } = await sendWith(client);
        expect(outcome).toEqual({ kind: 'accepted', msgid: '1988810812324364291' });
        expect([httpStatus, errmsg]).toEqual([200, 'ok']);
        expect(server.requests).toHaveLength(1);
        expect(calls).toEqual([
          {
            endpoint: '/cgi-bin/message/subscribe/send',
            result: 'accepted',
            errcode: null,
            httpStatus: 200,
            durationMs: expect.any(Number),
          },
        ]);
      },
    );
  });

  test('when the base URL has a path, then calls go below it', async () => {
    await withRawServer(
      { onRequest: (_request, socket) => socket.write(ok) },
      async ({ server, logger }) => {
        const client = createWechatClient({
          baseUrl: `${server.url}/wechat/`,
          logger,
          timeouts: { requestMs: 2_000 },
        });
        await sendWith(client);
        await client.listTemplates({ accessToken: testToken });
        await client.close();
        const paths = server.requests.map(({ target }) => target.split('?')[0]);
        expect(paths).toEqual([
          '/wechat/cgi-bin/message/subscribe/send',
          '/wechat/wxaapi/newtmpl/gettemplate',
        ]);
      },
    );
  });

  test('when many are sent at once, then each gets its own answer', async () => {
    await withRawServer(
      {
        onRequest: ({ body }, socket) => {
          const { touser } = JSON.parse(body.toString('utf8')) as { touser: string };
          const msgid = `9${touser.slice(1).padStart(18, '0')}`;
          setTimeout(
            () => socket.write(httpAnswer({ body: `{"errcode":0,"msgid":${msgid}}` })),
            Number(touser.slice(1)) % 7,
          );
        },
        client: { maxSendConnections: 8 },
      },
      async ({ client, server }) => {
        const openids = Array.from({ length: 300 }, (_, index) => `o${index}`);
        const replies = await Promise.all(openids.map((openid) => sendWith(client, { openid })));
        expect(replies.map(({ outcome }) => outcome)).toEqual(
          openids.map((openid) => ({
            kind: 'accepted',
            msgid: `9${openid.slice(1).padStart(18, '0')}`,
          })),
        );
        expect(server.connections()).toBeLessThanOrEqual(8);
      },
    );
  });
});
