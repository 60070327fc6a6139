import { AppError } from '@yuexin/errors';
import type { AtomicStorage, Storage, WebhookEndpointRow } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentEndpoint } from '../../presenters/present-endpoint.ts';
import { findUnknownApps } from '../../use-cases/apps/find-unknown-apps.ts';
import { pageInMemory } from '../../use-cases/dead-letters/page-in-memory.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { checkEndpoint } from '../../use-cases/webhooks/check-endpoint.ts';
import {
  findVisibleEndpoint,
  listVisibleEndpoints,
} from '../../use-cases/webhooks/find-visible-endpoint.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { exampleOf, listOf, pageQuery, whyBody } from '../fields.schema.ts';
import {
  endpointParams,
  shownEndpoint,
  shownEndpointExample,
  updateEndpointBody,
  type CheckUrl,
} from './endpoint.schema.ts';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    apiKeys: Pick<Storage['apiKeys'], 'hasCallerEnded'>;
    webhookEndpoints: Pick<Storage['webhookEndpoints'], 'find' | 'list'>;
  };
  performAction: PerformAction;
  checkUrl: CheckUrl;
};

const one = {
  200: { description: 'The endpoint.', schema: shownEndpoint, example: shownEndpointExample },
};

/** GET /v1/webhook-endpoints */
export function listEndpointsRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/webhook-endpoints',
    operationId: 'listWebhookEndpoints',
    tag: 'Webhooks',
    summary: 'List endpoints, newest first',
    description: 'Those of the caller; an administrator sees those of all callers.',
    auth: { kind: 'key', scope: 'push:read' },
    query: z.strictObject(pageQuery),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownEndpoint),
        example: exampleOf(shownEndpointExample),
      },
    },
    problems: [],
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = pageInMemory({
        items: await listVisibleEndpoints(storage.webhookEndpoints, caller),
        nameOf: (row) => row.id,
        limit: query.limit,
        cursor: query.cursor,
      });
      return { status: 200, json: { data: items.map(presentEndpoint), nextCursor } };
    },
  });
}

/** GET /v1/webhook-endpoints/{id} */
export function getEndpointRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/webhook-endpoints/{id}',
    operationId: 'getWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Read an endpoint',
    description: 'Its state says whether it is told anything, and if not, why.',
    auth: { kind: 'key', scope: 'push:read' },
    params: endpointParams,
    replies: one,
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const row = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      return { status: 200, json: presentEndpoint(row) };
    },
  });
}

/** PATCH /v1/webhook-endpoints/{id} */
export function updateEndpointRoute({ storage, performAction, checkUrl }: Deps): Route {
  return defineRoute({
    method: 'patch',
    path: '/v1/webhook-endpoints/{id}',
    operationId: 'updateWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Change, disable or enable an endpoint',
    description:
      'What a disabled endpoint misses is kept: enable it, then POST …/recover. What is waiting goes to the new URL.',
    auth: { kind: 'key', scope: 'push:write' },
    params: endpointParams,
    body: { schema: updateEndpointBody(checkUrl), example: { state: 'enabled' } },
    replies: one,
    problems: ['not-found', 'conflict'],
    findMore: ({ body, caller }) => findUnknownApps(storage.apps, caller, body),
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      const { state, reason, ...wanted } = withoutUndefined(body);
      if (state === 'enabled') await requireCaller(storage.apiKeys, before.callerId);
      const { events = before.events, appIds = before.appIds } = wanted;
      const allowed = await checkEndpoint(storage.apps, caller, { events, appIds });
      const change = { ...wanted, ...(wanted.appIds !== undefined && { appIds: allowed }) };
      const json = await performAction({ caller, requestId }, async (inside) => {
        const changed = await inside.webhookEndpoints.update(before.id, change);
        const row = state === undefined ? changed : await setState(inside, before, state);
        if (row === null) throw noSuch('webhook endpoint');
        const shown = presentEndpoint(row);
        const told = {
          ...{ before: presentEndpoint(before), after: shown },
          ...withoutUndefined({ reason }),
        };
        const target = `endpoint:${before.id}`;
        return { result: shown, action: { action: 'webhook-endpoint.update', target, ...told } };
      });
      return { status: 200, json };
    },
  });
}

/** Whoever has no key left is told nothing (ADR 0019). */
async function requireCaller(
  apiKeys: Pick<Storage['apiKeys'], 'hasCallerEnded'>,
  callerId: string,
): Promise<void> {
  if (!(await apiKeys.hasCallerEnded(callerId))) return;
  throw new AppError('conflict', {
    message: 'Every API key of its caller has ended: make an endpoint with a key that works.',
  });
}

/** One that is disabled already keeps its reason. Enabled by a person, it is tried at once, whatever failed before. */
async function setState(
  { webhookEndpoints, upkeep }: AtomicStorage,
  before: WebhookEndpointRow,
  state: 'enabled' | 'disabled',
): Promise<WebhookEndpointRow | null> {
  const { id } = before;
  if (state === 'disabled' && before.state === state) return webhookEndpoints.find(id);
  if (state === 'disabled')
    return webhookEndpoints.setState(id, { enabled: false, reason: 'It was disabled by request.' });
  const code = `webhook-disabled:${presentEndpoint(before).id}`;
  await upkeep.resolveAlarm({ appId: null, code });
  return webhookEndpoints.setState(id, { enabled: true });
}

/** DELETE /v1/webhook-endpoints/{id} */
export function deleteEndpointRoute({ storage, performAction }: Deps): Route {
  return defineRoute({
    method: 'delete',
    path: '/v1/webhook-endpoints/{id}',
    operationId: 'deleteWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Delete an endpoint',
    description: 'It is told nothing more; what was waiting for it is not told to anybody.',
    auth: { kind: 'key', scope: 'push:write' },
    params: endpointParams,
    body: { schema: whyBody, isOptional: true },
    replies: { 204: { description: 'It is gone.' } },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const row = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      await performAction({ caller, requestId }, async ({ webhookEndpoints }) => {
        await webhookEndpoints.remove(row.id);
        const told = { target: `endpoint:${row.id}`, before: presentEndpoint(row), ...body };
        const action = { action: 'webhook-endpoint.delete', ...told };
        return { result: undefined, action };
      });
      return { status: 204, isEmpty: true };
    },
  });
}
