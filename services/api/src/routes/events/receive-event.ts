import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { CheckEventUrl, ReceiveEvent } from '../../use-cases/events/receive-event.ts';
import { appParams } from '../apps/app.schema.ts';

const textType = 'text/plain; charset=utf-8';

const text = z.string().max(1024).optional();

/** As WeChat signs with the message token of the example of POST /v1/apps. */
const signed = {
  signature: text.meta({ example: '04d8ae9f9eea526b1520c9780f7d3d1f1a6c2613' }),
  timestamp: text.meta({ example: '1767600000' }),
  nonce: text.meta({ example: '823918425' }),
};

const eventExample = `<xml>
<ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>
<FromUserName><![CDATA[oABCD-1234567890abcdefghijkl]]></FromUserName>
<CreateTime>1767600000</CreateTime>
<MsgType><![CDATA[event]]></MsgType>
<Event><![CDATA[subscribe_msg_popup_event]]></Event>
<SubscribeMsgPopupEvent><List>
<TemplateId><![CDATA[nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE]]></TemplateId>
<SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString>
<PopupScene>0</PopupScene>
</List></SubscribeMsgPopupEvent>
</xml>`;

// WeChat may add to its query at any time: what is not known is left alone.
const eventQuery = z.object({
  ...signed,
  msg_signature: text,
  encrypt_type: text,
  openid: text,
});

const checkQuery = eventQuery.extend({
  echostr: z.string().max(1024).meta({ example: '4375120948345356249' }),
});

/** GET /v1/wechat/{appId}/events */
export function checkEventUrlRoute({ checkEventUrl }: { checkEventUrl: CheckEventUrl }): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/wechat/{appId}/events',
    operationId: 'checkEventUrl',
    tag: 'From WeChat',
    summary: 'WeChat’s check of the event URL',
    description: 'Answers `echostr` when the signature fits the app’s message token.',
    auth: { kind: 'none' },
    isUnlimited: true,
    params: appParams,
    query: checkQuery,
    replies: {
      200: {
        description: '`echostr`',
        schema: z.string(),
        contentType: 'text/plain',
        example: '4375120948345356249',
      },
    },
    problems: ['unauthenticated', 'not-found'],
    handle: async ({ params, query }) => {
      await checkEventUrl({ appId: params.appId, query });
      return { status: 200, text: query.echostr, contentType: textType };
    },
  });
}

/** POST /v1/wechat/{appId}/events */
export function receiveEventRoute({ receiveEvent }: { receiveEvent: ReceiveEvent }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/wechat/{appId}/events',
    operationId: 'receiveEvent',
    isHot: true,
    tag: 'From WeChat',
    summary: 'Events posted by WeChat',
    description:
      'Plain, compatible and safe mode, XML and JSON. Stored once and answered `success`; the worker processes it. What cannot be stored is answered 500, so that WeChat tries again.',
    auth: { kind: 'none' },
    isUnlimited: true,
    params: appParams,
    query: eventQuery,
    body: {
      schema: z.instanceof(Uint8Array),
      documented: z.string(),
      isRaw: true,
      example: eventExample,
    },
    replies: {
      200: {
        description: '`success`',
        schema: z.string(),
        contentType: 'text/plain',
        example: 'success',
      },
    },
    problems: ['unauthenticated', 'not-found', 'internal-error'],
    handle: async ({ params, query, body }) => {
      await receiveEvent({ appId: params.appId, query, body });
      return { status: 200, text: 'success', contentType: textType };
    },
  });
}
