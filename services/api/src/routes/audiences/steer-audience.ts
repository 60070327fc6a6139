import { markTemplates } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { AudienceRow, AudienceState, Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAudience } from '../../presenters/present-audience.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import { findAudienceTemplates } from '../../use-cases/audiences/audience-templates.ts';
import { findVisibleAudience } from '../../use-cases/audiences/find-visible-audience.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { why } from '../fields.schema.ts';
import { audienceParams, shownAudience, shownAudienceExample } from './audience.schema.ts';

type Deps = {
  storage: { audiences: Pick<Storage['audiences'], 'find'> };
  catalog: Pick<AppCatalog, 'findTemplate'>;
  performAction: PerformAction;
};

type Steering = {
  verb: 'start' | 'pause' | 'resume' | 'cancel';
  from: readonly AudienceState[];
  to: AudienceState;
  summary: string;
  description: string;
};

const plainBody = z.strictObject({ reason: why });
const startBody = z.strictObject({
  reason: why,
  leaveOutProblems: z.boolean().default(false).meta({
    description:
      'Start although lines have problems: those get no push. Else 409 when there are any.',
  }),
});

function steerRoute(deps: Deps, { verb, from, to, summary, description }: Steering): Route {
  return defineRoute({
    method: 'post',
    path: `/v1/audiences/{id}/${verb}`,
    operationId: `${verb}Audience`,
    tag: 'Audiences',
    summary,
    description,
    auth: { kind: 'key', scope: 'push:write' },
    params: audienceParams,
    body: { schema: verb === 'start' ? startBody : plainBody, isOptional: true },
    replies: {
      200: {
        description: `The audience, ${to}.`,
        schema: shownAudience,
        example: { ...shownAudienceExample, state: to },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleAudience(deps.storage, caller, params.id);
      if (verb === 'start')
        requireNoProblems(before, 'leaveOutProblems' in body && body.leaveOutProblems === true);
      const templates = await findAudienceTemplates(deps.catalog, before);
      const { reason } = body;
      const json = await deps.performAction({ caller, requestId }, async ({ audiences }) => {
        const changed = await audiences.change({
          ...{ id: before.id, from, to, heir: caller.callerId },
          ...(to === 'running' && { templateMark: markTemplates(templates) }),
        });
        if (changed === null) {
          const latest = (await audiences.find(before.id)) ?? before;
          // A click too many finds it done.
          if (verb === 'start' && isUnderWay(latest))
            return { result: presentAudience(latest), action: null };
          throw sayWhyNot(latest, verb);
        }
        const shown = presentAudience(changed);
        const { state, progress } = shown;
        return {
          result: shown,
          action: {
            ...{
              action: `audience.${verb}`,
              target: `audience:${changed.id}`,
              appId: changed.appId,
            },
            ...{ before: { state: before.state }, after: { state, progress } },
            ...(reason !== undefined && { reason }),
          },
        };
      });
      return { status: 200, json };
    },
  });
}

const isUnderWay = ({ state }: AudienceRow): boolean => state === 'running' || state === 'done';

function requireNoProblems({ state, invalid }: AudienceRow, isAllowed: boolean): void {
  if (state !== 'ready' || invalid === 0 || isAllowed) return;
  throw new AppError('conflict', {
    message: `${String(invalid)} lines have problems. Mend the file and bring it again, or start with leaveOutProblems: they get no push.`,
  });
}

const whyNot: Partial<Record<AudienceState, string>> = {
  open: 'It has no recipients yet: bring them whole first.',
  collecting: 'Those who hold a grant are still being looked up.',
};

function sayWhyNot({ state, total }: AudienceRow, verb: string): AppError {
  const message =
    verb === 'start' && state === 'ready' && total === 0
      ? 'There is nobody to send to.'
      : ((verb === 'start' ? whyNot[state] : undefined) ?? `The audience is ${state}.`);
  return new AppError('conflict', { message });
}

/** POST /v1/audiences/{id}/start */
export function startAudienceRoute(deps: Deps): Route {
  return steerRoute(deps, {
    ...{ verb: 'start', from: ['ready'], to: 'running' },
    summary: 'Begin to send',
    description:
      'The worker makes a push for each recipient, at the audience’s rate. Twice is once.',
  });
}

/** POST /v1/audiences/{id}/pause */
export function pauseAudienceRoute(deps: Deps): Route {
  return steerRoute(deps, {
    ...{ verb: 'pause', from: ['running'], to: 'paused' },
    summary: 'Stop an audience for now',
    description: 'Pushes that were made go on their way; no more are made until it is resumed.',
  });
}

/** POST /v1/audiences/{id}/resume */
export function resumeAudienceRoute(deps: Deps): Route {
  return steerRoute(deps, {
    ...{ verb: 'resume', from: ['paused'], to: 'running' },
    summary: 'Let an audience go on',
    description:
      'From where it was paused, at the same rate, with its templates as they are now. When every key of whoever made it has ended, its pushes are yours from here on.',
  });
}

/** POST /v1/audiences/{id}/cancel */
export function cancelAudienceRoute(deps: Deps): Route {
  return steerRoute(deps, {
    verb: 'cancel',
    from: ['open', 'collecting', 'ready', 'running', 'paused'],
    to: 'cancelled',
    summary: 'End an audience',
    description:
      'No more pushes are made: `progress.accepted` says how many were. Those go on their way; cancel them one by one where they still wait (`GET /v1/pushes?bizId=…`).',
  });
}
