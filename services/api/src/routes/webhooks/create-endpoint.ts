import { AppError } from '@yuexin/errors';
import type { AtomicStorage, Storage } from '@yuexin/storage';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentEndpoint } from '../../presenters/present-endpoint.ts';
import { findUnknownApps } from '../../use-cases/apps/find-unknown-apps.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { checkEndpoint } from '../../use-cases/webhooks/check-endpoint.ts';
import { createOnce } from '../../use-cases/create-once.ts';
import { findVisibleEndpoint } from '../../use-cases/webhooks/find-visible-endpoint.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import {
  createEndpointBody,
  endpointParams,
  rotateSecretBody,
  shownEndpointExample,
  shownMadeEndpoint,
  shownNewEndpoint,
  type CheckUrl,
} from './endpoint.schema.ts';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    webhookEndpoints: Pick<Storage['webhookEndpoints'], 'find'>;
    idempotency: Storage['idempotency'];
  };
  performAction: PerformAction;
  checkUrl: CheckUrl;
};

const mostEndpoints = 10;
const example = { ...shownEndpointExample, secret: 'whsec_…' };

/** POST /v1/webhook-endpoints */
export function createEndpointRoute({ storage, performAction, checkUrl }: Deps): Route {
  const running = new Set<string>();
  return defineRoute({
    method: 'post',
    path: '/v1/webhook-endpoints',
    operationId: 'createWebhookEndpoint',
    tag: 'Webhooks',
    summary: 'Be told what becomes of your pushes',
    description: `Callbacks follow Standard Webhooks: verify \`webhook-signature\` with the secret, which is shown once. An endpoint is told of the pushes of its own caller. A caller may have ${mostEndpoints}. A replay by Idempotency-Key answers without the secret: if that was lost, rotate it.`,
    auth: { kind: 'key', scope: 'push:write' },
    takesIdempotencyKey: true,
    body: {
      schema: createEndpointBody(checkUrl),
      example: { url: 'https://orders.example.com/yuexin', events: ['push.sent', 'push.dead'] },
    },
    replies: {
      201: {
        description: 'The endpoint, with its secret this once.',
        schema: shownMadeEndpoint,
        example,
      },
    },
    problems: ['conflict', 'idempotency-in-flight', 'idempotency-key-reused'],
    findMore: ({ body, caller }) => findUnknownApps(storage.apps, caller, body),
    handle: async ({ body, caller, requestId, header }) => {
      const { url, events } = body;
      const wanted = { events, appIds: body.appIds ?? null };
      const appIds = await checkEndpoint(storage.apps, caller, wanted);
      const { callerId } = caller;
      const of = { callerId, url, events, appIds, most: mostEndpoints };
      const made = await createOnce({
        ...{ idempotency: storage.idempotency, running, caller, body },
        key: readIdempotencyKey(header('idempotency-key')),
        operation: 'webhook-endpoint',
        create: (remember) =>
          performAction({ caller, requestId }, async (inside) => {
            const { row, secret } = await createEndpoint(inside, of);
            await remember(inside, { id: row.id });
            const after = presentEndpoint(row);
            const action = {
              action: 'webhook-endpoint.create',
              target: `endpoint:${row.id}`,
              after,
            };
            return { result: { ...after, secret }, action };
          }),
      });
      if (!made.isReplay) return { status: 201, json: made.result };
      const row = await storage.webhookEndpoints.find(String(made.about.id));
      if (row === null) throw noSuch('webhook endpoint');
      const headers = { 'Idempotency-Replayed': 'true' };
      return { status: 201, json: { ...presentEndpoint(row), secret: null }, headers };
    },
  });
}

async function createEndpoint(
  { webhookEndpoints }: Pick<AtomicStorage, 'webhookEndpoints'>,
  of: Parameters<AtomicStorage['webhookEndpoints']['create']>[0],
) {
  const made = await webhookEndpoints.create(of);
  if (made !== null) return made;
  throw new AppError('conflict', {
    message: `This caller has ${of.most} webhook endpoints, the most there may be.`,
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
      'During the overlap each callback carries two signatures, of the present secret and of the new one. While an earlier overlap lasts, say by `endAtOnce` which of the two secrets ends now; without it the answer is 409.',
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
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const { overlapSeconds, endAtOnce = null } = body;
      const { id } = await findVisibleEndpoint(storage.webhookEndpoints, caller, params.id);
      const json = await performAction({ caller, requestId }, async ({ webhookEndpoints }) => {
        const rotated = await webhookEndpoints.rotateSecret({ id, overlapSeconds, endAtOnce });
        if (rotated === null) throw await whyNotRotated(webhookEndpoints, id);
        const shown = presentEndpoint(rotated.row);
        const after = { previousSecretUntil: shown.previousSecretUntil, endAtOnce };
        const action = {
          action: 'webhook-endpoint.rotate-secret',
          target: `endpoint:${id}`,
          after,
          ...withoutUndefined({ reason: body.reason }),
        };
        return { result: { ...shown, secret: rotated.secret }, action };
      });
      return { status: 201, json };
    },
  });
}

/** It is gone, or two secrets sign already and nobody said which of them ends. */
async function whyNotRotated(
  webhookEndpoints: Deps['storage']['webhookEndpoints'],
  id: string,
): Promise<AppError> {
  const row = await webhookEndpoints.find(id);
  if (row === null) return noSuch('webhook endpoint');
  const until = presentEndpoint(row).previousSecretUntil;
  return new AppError('conflict', {
    message: `Two secrets sign until ${until}. Say which of them ends now: \`endAtOnce: "previous"\` is the elder, \`"present"\` the one that was made last.`,
  });
}
