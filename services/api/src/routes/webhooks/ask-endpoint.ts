import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { invalidRequest } from '../../http/invalid-request.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentCallback } from '../../presenters/present-callback.ts';
import { presentEndpoint } from '../../presenters/present-endpoint.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { findVisibleEndpoint } from '../../use-cases/webhooks/find-visible-endpoint.ts';
import { callbackExamples } from './callback-examples.ts';
import { shownCallback, waitingCallbackExample } from './callback.schema.ts';
import {
  endpointParams,
  recoverBody,
  shownEndpoint,
  shownEndpointExample,
} from './endpoint.schema.ts';

type Deps = {
  storage: { webhookEndpoints: Pick<Storage['webhookEndpoints'], 'find'> };
  performAction: PerformAction;
  clock: Clock;
};

const testExample = {
  ...waitingCallbackExample,
  ...{ type: 'webhook.test', pushId: null, appId: null, sequence: null, attempts: 0, tries: [] },
  body: callbackExamples['webhook.test'],
};

/** POST /v1/webhook-endpoints/{id}/test */
export function testEndpointRoute({ storage, performAction }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/test',
    operationId: 'testWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Try an endpoint out',
    description:
      'Posts a signed `webhook.test` once, within a second or two, also to a disabled endpoint. What it answered: GET /v1/callbacks/{id}.',
    auth: { kind: 'key', scope: 'push:write' },
    params: endpointParams,
    body: { schema: z.strictObject({}), isOptional: true },
    replies: {
      202: { description: 'The test, on its way.', schema: shownCallback, example: testExample },
    },
    problems: ['not-found'],
    handle: async ({ params, caller, requestId }) => {
      const { id } = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      const json = await performAction({ caller, requestId }, async ({ callbacks }) => {
        const shown = presentCallback(await callbacks.createTest(id), null);
        const action = { action: 'webhook-endpoint.test', target: `endpoint:${id}` };
        return { result: shown, action: { ...action, after: { callbackId: shown.id } } };
      });
      return { status: 202, json };
    },
  });
}

/** POST /v1/webhook-endpoints/{id}/recover */
export function recoverEndpointRoute({ storage, performAction, clock }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/recover',
    operationId: 'recoverWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Be told again what was missed',
    description:
      'Callbacks that failed, or came due while the endpoint was disabled, are told again by and by, with the ids they had. What was delivered is not. The endpoint must be enabled.',
    auth: { kind: 'key', scope: 'push:write' },
    params: endpointParams,
    body: { schema: recoverBody, example: { since: '2026-01-05T08:00:00Z' } },
    replies: {
      202: {
        description: 'The endpoint; the recovery has begun.',
        schema: shownEndpoint,
        example: { ...shownEndpointExample, recoveringSince: '2026-01-05T08:00:00.000Z' },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const { since } = body;
      requirePast(since, clock.now());
      const before = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      if (before.state === 'disabled') throw isDisabled();
      const { id } = before;
      const json = await performAction({ caller, requestId }, async ({ webhookEndpoints }) => {
        const row = await webhookEndpoints.recover(id, since);
        if (row === null) throw noSuch('webhook endpoint');
        const after = { since: since.toISOString() };
        const action = { action: 'webhook-endpoint.recover', target: `endpoint:${id}`, after };
        return { result: presentEndpoint(row), action };
      });
      return { status: 202, json };
    },
  });
}

/** What cannot be told now is not promised. */
export function isDisabled(): AppError {
  return new AppError('conflict', {
    message: 'The webhook endpoint is disabled: enable it first (PATCH, `state: "enabled"`).',
  });
}

function requirePast(since: Date, now: Date): void {
  if (since <= now) return;
  const limit = now.toISOString();
  const actual = since.toISOString();
  throw invalidRequest([
    { pointer: '/since', rule: 'past', message: 'must not lie ahead', limit, actual },
  ]);
}
