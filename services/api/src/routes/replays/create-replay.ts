import { AppError } from '@yuexin/errors';
import type { ReplayRow, StartedReplay } from '@yuexin/storage';
import type { z } from 'zod';
import type { KeyCaller } from '../../http/caller.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import { defineRoute, type Reply, type Route } from '../../http/route.ts';
import { presentReplay } from '../../presenters/present-replay.ts';
import {
  hashOfPreviewToken,
  type PreviewReplay,
} from '../../use-cases/dead-letters/preview-replay.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import {
  documentedReplayBody,
  previewExample,
  replayBody,
  shownPreview,
  shownReplay,
  shownReplayExample,
} from './replay.schema.ts';

type Deps = { previewReplay: PreviewReplay; performAction: PerformAction };
type Body = z.output<typeof replayBody>;
type Preview = Extract<Body, { dryRun: true }>;
type Start = Exclude<Body, Preview>;

/** POST /v1/replays */
export function createReplayRoute(deps: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/replays',
    // A preview walks for up to 8 s, then ends its page and is stored.
    deadlineMs: 30_000,
    operationId: 'createReplay',
    tag: 'Dead letters',
    summary: 'Preview a replay of dead letters, then start it',
    description:
      'First `{filter, dryRun: true}`: what would happen, and a token. Then `{previewToken}`: the worker puts back what was dead at the preview, at a rate. The token works once; sent twice, the answer is the same replay.',
    auth: { kind: 'key', scope: 'operator' },
    body: {
      schema: replayBody,
      documented: documentedReplayBody,
      example: { filter: { appId: 'wx0123456789abcdef', errcode: 47003 }, dryRun: true },
    },
    replies: {
      200: {
        description: 'The preview. Nothing was changed.',
        schema: shownPreview,
        example: previewExample,
      },
      202: {
        description: 'Started.',
        schema: shownReplay,
        example: shownReplayExample,
        headers: { Location: 'Where its progress is read.' },
      },
    },
    problems: ['conflict'],
    handle: ({ body, caller, requestId }) =>
      'dryRun' in body ? preview(deps, caller, body) : start(deps, { caller, requestId, body }),
  });
}

async function preview(deps: Deps, caller: KeyCaller, body: Preview): Promise<Reply> {
  const { appId, from, to, ...rest } = body.filter;
  const filter = withoutUndefined({
    ...rest,
    from: from?.toISOString(),
    to: to?.toISOString(),
  });
  const allowsDuplicates = body.mayDuplicate;
  const json = await deps.previewReplay({ caller, appId, filter, allowsDuplicates });
  return { status: 200, json };
}

async function start(
  deps: Deps,
  { caller, requestId, body }: { caller: KeyCaller; requestId: string; body: Start },
): Promise<Reply> {
  const shown = await deps.performAction({ caller, requestId }, async ({ replays }) => {
    const started = await replays.start({
      tokenHash: hashOfPreviewToken(body.previewToken),
      callerId: caller.callerId,
      ratePerSecond: body.ratePerSecond,
      ttlSeconds: body.ttlSeconds ?? null,
    });
    const { replay, isFirst } = requireStarted(started);
    const after = presentReplay(replay);
    const target = `replay:${replay.id}`;
    const told = { target, ...appOf(replay), after, ...withoutUndefined({ reason: body.reason }) };
    const action = isFirst ? { action: 'replay.create', ...told } : null;
    return { result: after, action };
  });
  return { status: 202, json: shown, headers: { Location: `/v1/replays/${shown.id}` } };
}

function requireStarted(started: StartedReplay): Extract<StartedReplay, { kind: 'started' }> {
  if (started.kind === 'unknown')
    throw invalidRequest([
      {
        pointer: '/previewToken',
        rule: 'known-preview',
        message: 'is no token of a preview of yours',
      },
    ]);
  if (started.kind === 'too-old')
    throw new AppError('conflict', {
      message: 'The preview is older than 15 minutes: preview again.',
    });
  return started;
}

/** For the audit: the app, when the replay is of one only. */
export function appOf({ appIds }: ReplayRow): { appId?: string } {
  const [appId] = appIds;
  return appId === undefined || appIds.length > 1 ? {} : { appId };
}
