import { shownInstant } from '@yuexin/callbacks';
import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import type { TokenSource } from '@yuexin/wechat-client';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import type { RaiseAlarm } from '../../use-cases/operators/raise-alarm.ts';
import type { RecordAction } from '../../use-cases/operators/perform-action.ts';
import { whyBody } from '../fields.schema.ts';
import { appParams } from './app.schema.ts';

/** POST /v1/apps/{appId}/token/refresh */
export function refreshTokenRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  tokens: Pick<TokenSource, 'force'>;
  recordAction: RecordAction;
  raiseAlarm: RaiseAlarm;
}): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/token/refresh',
    deadlineMs: 60_000,
    operationId: 'refreshToken',
    tag: 'Apps',
    summary: 'Force a new access token',
    description:
      'Kills the present token at once: for a token that leaked. WeChat allows 20 a day, 30 seconds apart: sooner is 409, more is 429 until midnight in Shanghai.',
    auth: { kind: 'key', scope: 'operator' },
    params: appParams,
    body: { schema: whyBody, isOptional: true },
    replies: {
      200: {
        description: 'A new token is in place.',
        schema: z.object({ generation: z.int(), expiresAt: shownInstant }),
        example: { generation: 8, expiresAt: '2026-01-05T10:00:00.000Z' },
      },
    },
    problems: ['not-found', 'conflict', 'wechat-refused'],
    handle: async ({ params, body, caller, requestId }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const record = (action: string, after?: unknown) =>
        deps.recordAction(
          { caller, requestId },
          { action, target: `app:${appId}`, appId, after, ...body },
        );
      // The deed is WeChat's and cannot be undone: the intention is told first, so that a crash hides neither.
      await record('app.token-refresh-asked');
      const { generation, expiresAt } = await deps.tokens
        .force(appId)
        .catch(async (error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          const { code, message } = error;
          if (code === 'wechat-refused')
            await deps.raiseAlarm({ appId, during: 'token-refresh', error });
          await record('app.token-refresh-failed', { code, message });
          throw error;
        });
      const after = { generation, expiresAt: expiresAt.toISOString() };
      await record('app.token-refresh', after);
      return { status: 200, json: after };
    },
  });
}
