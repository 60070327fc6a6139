import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentEndpoint } from '../../presenters/present-endpoint.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { checkEndpoint } from '../../use-cases/webhooks/check-endpoint.ts';
import { findVisibleEndpoint } from '../../use-cases/webhooks/find-visible-endpoint.ts';
import {
  createEndpointBody,
  endpointParams,
  rotateSecretBody,
  shownEndpointExample,
  shownNewEndpoint,
  type CheckUrl,
} from './endpoint.schema.ts';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    webhookEndpoints: Pick<Storage['webhookEndpoints'], 'find'>;
  };
  performAction: PerformAction;
  checkUrl: CheckUrl;
};

const mostEndpoints = 10;
const example = { ...shownEndpointExample, secret: 'whsec_…' };

/** POST /v1/webhook-endpoints */
export function createEndpointRoute({ storage, performAction, checkUrl }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/webhook-endpoints',
    operationId: 'createWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Be told what becomes of your pushes',
    description: `Callbacks follow Standard Webhooks: verify \`webhook-signature\` with the secret, which is shown once. An endpoint is told of the pushes of its own caller. A caller may have ${mostEndpoints}. Idempotency keys do not apply here.`,
    auth: { kind: 'key', scope: 'push:write' },
    body: {
      schema: createEndpointBody(checkUrl),
      example: { url: 'https://orders.example.com/yuexin', events: ['push.sent', 'push.dead'] },
    },
    replies: {
      201: {
        description: 'The endpoint, with its secret this once.',
        schema: shownNewEndpoint,
        example,
      },
    },
    problems: ['conflict'],
    handle: async ({ body, caller, requestId }) => {
      const { url, events } = body;
      const wanted = { events, appIds: body.appIds ?? null };
      const appIds = await checkEndpoint(storage.apps, caller, wanted);
      const json = await performAction({ caller, requestId }, async ({ webhookEndpoints }) => {
        const { callerId } = caller;
        const of = { callerId, url, events, appIds, most: mostEndpoints };
        const made = await webhookEndpoints.create(of);
        if (made === null)
          throw new AppError('conflict', {
            message: `This caller has ${mostEndpoints} webhook endpoints, the most there may be.`,
          });
        const after = presentEndpoint(made.row);
        const target = `endpoint:${made.row.id}`;
        const action = { action: 'webhook-endpoint.create', target, after };
        return { result: { ...after, secret: made.secret }, action };
      });
      return { status: 201, json };
    },
  });
}

/** POST /v1/webhook-endpoints/{id}/rotate-secret */
export function rotateSecretRoute({ storage, performAction }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/rotate-secret',
    operationId: 'rotateWebhookSecret',
    tag: 'Webhooks',
    summary: 'Replace a secret without a gap',
    description:
      'During the overlap each callback carries two signatures, of the present secret and of the new one.',
    auth: { kind: 'key', scope: 'push:write' },
    params: endpointParams,
    body: { schema: rotateSecretBody, isOptional: true, example: { overlapSeconds: 86_400 } },
    replies: {
      201: {
        description: 'The endpoint, with the new secret this once.',
        schema: shownNewEndpoint,
        example: { ...example, previousSecretUntil: '2026-01-06T08:00:00.000Z' },
      },
    },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const { id } = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      const json = await performAction({ caller, requestId }, async ({ webhookEndpoints }) => {
        const rotated = await webhookEndpoints.rotateSecret(id, body.overlapSeconds);
        if (rotated === null) throw noSuch('webhook endpoint');
        const shown = presentEndpoint(rotated.row);
        const after = { previousSecretUntil: shown.previousSecretUntil };
        const action = {
          action: 'webhook-endpoint.rotate-secret',
          target: `endpoint:${id}`,
          after,
        };
        return { result: { ...shown, secret: rotated.secret }, action };
      });
      return { status: 201, json };
    },
  });
}
