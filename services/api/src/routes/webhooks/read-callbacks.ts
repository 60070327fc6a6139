import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import {
  findVisibleEndpoint,
  listVisibleEndpoints,
} from '../../use-cases/webhooks/find-visible-endpoint.ts';
import {
  findVisibleCallback,
  pageOfCallbacks,
  showCallbacks,
  type CallbackReads,
} from '../../use-cases/webhooks/read-callbacks.ts';
import { exampleOf, listOf } from '../fields.schema.ts';
import { isDisabled } from './ask-endpoint.ts';
import {
  callbackParams,
  callbackQuery,
  shownCallback,
  shownCallbackExample,
  waitingCallbackExample,
} from './callback.schema.ts';
import { endpointParams } from './endpoint.schema.ts';

type Deps = {
  storage: CallbackReads & { pushes: Pick<Storage['pushes'], 'findMany'> };
  performAction: PerformAction;
};

const page = {
  200: {
    description: 'A page.',
    schema: listOf(shownCallback),
    example: exampleOf(shownCallbackExample),
  },
};

/** GET /v1/webhook-endpoints/{id}/callbacks */
export function listEndpointCallbacksRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/webhook-endpoints/{id}/callbacks',
    operationId: 'listEndpointCallbacks',
    tag: 'Webhooks',
    summary: 'What an endpoint was told, newest first',
    description: 'With the bodies, each try, and how the endpoint answered.',
    auth: { kind: 'key', scope: 'push:read' },
    params: endpointParams,
    query: callbackQuery,
    replies: page,
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const { id } = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      const { state = null, limit, cursor = null } = query;
      const endpointIds = [id];
      const json = await pageOfCallbacks(storage, { endpointIds, state, limit, cursor });
      return { status: 200, json };
    },
  });
}

/** GET /v1/callbacks */
export function listCallbacksRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/callbacks',
    operationId: 'listCallbacks',
    tag: 'Webhooks',
    summary: 'Callbacks of all your endpoints, newest first',
    auth: { kind: 'key', scope: 'push:read' },
    query: callbackQuery,
    replies: page,
    problems: [],
    handle: async ({ query, caller }) => {
      const endpoints = await listVisibleEndpoints(storage.webhookEndpoints, caller);
      const { state = null, limit, cursor = null } = query;
      const endpointIds = endpoints.map(({ id }) => id);
      const json = await pageOfCallbacks(storage, { endpointIds, state, limit, cursor });
      return { status: 200, json };
    },
  });
}

/** GET /v1/callbacks/{id} */
export function getCallbackRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/callbacks/{id}',
    operationId: 'getCallback',
    tag: 'Webhooks',
    summary: 'Read a callback',
    description: 'With its body, each try, and how the endpoint answered.',
    auth: { kind: 'key', scope: 'push:read' },
    params: callbackParams,
    replies: {
      200: { description: 'The callback.', schema: shownCallback, example: shownCallbackExample },
    },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const { row } = await findVisibleCallback(storage, caller, params.id);
      const [json] = await showCallbacks(storage.pushes, [row]);
      return { status: 200, json };
    },
  });
}

/** POST /v1/callbacks/{id}/resend */
export function resendCallbackRoute({ storage, performAction }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/callbacks/{id}/resend',
    operationId: 'resendCallback',
    tag: 'Webhooks',
    summary: 'Tell a callback again',
    description:
      'Within a second or two, ahead of others, also one that was delivered; its `webhook-id` stays, so that the receiver can know it. The endpoint must be enabled.',
    auth: { kind: 'key', scope: 'push:write' },
    params: callbackParams,
    body: { schema: z.strictObject({}), isOptional: true },
    replies: {
      202: {
        description: 'The callback, on its way.',
        schema: shownCallback,
        example: waitingCallbackExample,
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, caller, requestId }) => {
      const { row, endpoint } = await findVisibleCallback(storage, caller, params.id);
      if (endpoint.state === 'disabled') throw isDisabled();
      const json = await performAction({ caller, requestId }, async ({ callbacks, pushes }) => {
        const resent = await callbacks.resend(row.id);
        const [shown] = resent === null ? [] : await showCallbacks(pushes, [resent]);
        if (shown === undefined) throw noSuch('callback');
        const before = { state: row.state, attempts: row.attempts };
        const action = { action: 'callback.resend', target: `callback:${row.id}`, before };
        return { result: shown, action };
      });
      return { status: 202, json };
    },
  });
}
