import { AppError } from '@yuexin/errors';
import type { ReplayState, Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentReplay } from '../../presenters/present-replay.ts';
import { findVisibleReplay } from '../../use-cases/dead-letters/find-visible-replay.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { whyBody } from '../fields.schema.ts';
import { appOf } from './create-replay.ts';
import { replayParams, shownReplay, shownReplayExample } from './replay.schema.ts';

type Deps = {
  storage: { replays: Pick<Storage['replays'], 'find'> };
  performAction: PerformAction;
};

type Steering = {
  verb: 'pause' | 'resume' | 'cancel';
  from: readonly ReplayState[];
  to: ReplayState;
  summary: string;
  description: string;
};

function steerRoute(deps: Deps, { verb, from, to, summary, description }: Steering): Route {
  const { replays } = deps.storage;
  return defineRoute({
    method: 'post',
    path: `/v1/replays/{id}/${verb}`,
    operationId: `${verb}Replay`,
    tag: 'Dead letters',
    summary,
    description,
    auth: { kind: 'key', scope: 'operator' },
    params: replayParams,
    body: { schema: whyBody, isOptional: true },
    replies: {
      200: {
        description: `The replay, ${to}.`,
        schema: shownReplay,
        example: { ...shownReplayExample, state: to },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleReplay({ replays }, caller, params.id);
      const json = await deps.performAction({ caller, requestId }, async (inside) => {
        const replay = await inside.replays.change({ id: before.id, from, to });
        if (replay === null) throw await sayWhyNot(inside.replays, before.id);
        const shown = presentReplay(replay);
        return {
          result: shown,
          action: {
            ...{ action: `replay.${verb}`, target: `replay:${replay.id}`, ...appOf(replay) },
            before: { state: before.state },
            after: { state: shown.state, progress: shown.progress },
            ...body,
          },
        };
      });
      return { status: 200, json };
    },
  });
}

async function sayWhyNot(replays: Pick<Storage['replays'], 'find'>, id: string): Promise<AppError> {
  const latest = await replays.find(id);
  return latest === null
    ? noSuch('replay')
    : new AppError('conflict', { message: `The replay is ${latest.state} already.` });
}

/** POST /v1/replays/{id}/pause */
export function pauseReplayRoute(deps: Deps): Route {
  return steerRoute(deps, {
    ...{ verb: 'pause', from: ['running'], to: 'paused' },
    summary: 'Stop a replay for now',
    description: 'What it has put back goes on its way; the rest stays dead until it is resumed.',
  });
}

/** POST /v1/replays/{id}/resume */
export function resumeReplayRoute(deps: Deps): Route {
  return steerRoute(deps, {
    ...{ verb: 'resume', from: ['paused'], to: 'running' },
    summary: 'Let a replay go on',
    description: 'From where it was paused, at the same rate.',
  });
}

/** POST /v1/replays/{id}/cancel */
export function cancelReplayRoute(deps: Deps): Route {
  return steerRoute(deps, {
    ...{ verb: 'cancel', from: ['running', 'paused'], to: 'cancelled' },
    summary: 'End a replay',
    description: 'What it has put back goes on its way; the rest stays dead.',
  });
}
