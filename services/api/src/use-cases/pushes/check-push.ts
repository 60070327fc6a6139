import type { AppRow, PushChoice, TemplateRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import type { z } from 'zod';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import type { CreatePushBody } from '../../routes/pushes/create-push.schema.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { checkAgainstApp, type Finding } from './check-push-request.ts';
import { checkFallback } from './check-fallback.ts';
import { checkTerms } from './check-terms.ts';
import { findTimes, type PushTimes } from './find-times.ts';
import type { PushBatchers } from './push-batchers.ts';
import { readPushRequest, type PushRequest } from './read-push-request.ts';
import { resolveRecipient, type Recipient } from './resolve-recipient.ts';

/** A request looked at from all sides. Nothing was stored and nobody registered. */
export type CheckedPush = {
  /** The fields that are right in themselves. */
  values: Partial<CreatePushBody>;
  app: AppRow | null;
  template: TemplateRow | null;
  /** Null when `to` or the app is wrong. */
  recipient: Recipient | null;
  times: PushTimes;
  fallback: PushChoice[];
  /** Of its fallbacks, in their order. */
  fallbackTemplates: TemplateRow[];
  /** All that is wrong; none: it may be stored. */
  findings: Finding[];
};

export type AcceptablePush = {
  values: CreatePushBody;
  app: AppRow;
  template: TemplateRow;
  recipient: Recipient;
  times: PushTimes;
  fallback: PushChoice[];
};

export type CheckPush = (input: {
  caller: KeyCaller;
  body: unknown;
  schema: z.ZodObject;
}) => Promise<CheckedPush>;

/** The one checker of a push: for accepting it and for explaining what accepting would do. Finds every problem at once (P9). */
export function createCheckPush(deps: {
  catalog: AppCatalog;
  batchers: Pick<PushBatchers, 'resolve'>;
  clock: Clock;
}): CheckPush {
  const { catalog, clock } = deps;
  return async ({ caller, body, schema }) => {
    const request = readPushRequest(body, schema);
    const { values } = request;
    const { appId, templateId } = values;
    const isVisible = appId !== undefined && canSeeApp(caller, appId);
    const app = isVisible ? await catalog.findApp(appId) : null;
    const template =
      app !== null && templateId !== undefined
        ? await catalog.findTemplate(app.appId, templateId)
        : null;
    const { times, problems } = findTimes({
      given: values,
      defaultTtlSeconds: app?.defaultTtlSeconds ?? 1,
      now: clock.now(),
    });
    const resolved = app === null ? null : await resolveRecipient(deps, app.appId, values);
    const {
      fallback,
      templates: fallbackTemplates,
      findings: ofFallback,
    } = app === null || request.fallback.length === 0
      ? { fallback: [], templates: [], findings: [] }
      : await checkFallback(catalog, app.appId, request);
    const findings: Finding[] = [
      ...checkAgainstApp({ request, app, template }),
      ...[...problems, ...checkTerms(values, body)].map((problem): Finding => ({
        code: 'invalid-request',
        problem,
      })),
      ...ofFallback,
      ...(resolved?.finding && isCertain(resolved.finding, request) ? [resolved.finding] : []),
    ];
    const recipient =
      resolved === null ? null : { userId: resolved.userId, openid: resolved.openid };
    const about = { values, app, template, recipient, times };
    return { ...about, fallback, fallbackTemplates, findings };
  };
}

/** Whether an unknown recipient is to be waited for cannot be read from a word that is none. */
const isCertain = ({ problem }: Finding, { problems }: PushRequest): boolean =>
  problem.rule !== 'known-recipient' ||
  !problems.some(({ pointer }) => pointer === '/onUnknownRecipient');

/** What a push without findings is known to have. */
export function acceptable({
  values,
  app,
  template,
  recipient,
  times,
  fallback,
}: CheckedPush): AcceptablePush {
  if (app === null || template === null || recipient === null)
    throw new Error('A push without problems has an app, a template and a recipient.');
  return { values: values as CreatePushBody, app, template, recipient, times, fallback };
}
