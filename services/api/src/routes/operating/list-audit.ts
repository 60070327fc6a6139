import { shownInstant } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { readAuditName } from '../../presenters/audit-name.ts';
import { presentAudit } from '../../presenters/present-audit.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appId, exampleOf, listOf, pageQuery } from '../fields.schema.ts';

const shownAudit = z
  .object({
    id: z.string(),
    at: shownInstant,
    actor: z.string().meta({ example: 'key:key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21' }),
    action: z.string().meta({ example: 'app.pause' }),
    target: z.string().meta({ example: 'app:wx0123456789abcdef' }),
    appId: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    reason: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });

export const auditEntryExample = {
  ...{ id: '019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', at: '2026-01-05T08:00:00.000Z' },
  ...{ actor: 'key:key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', action: 'push.cancel' },
  ...{ target: 'push:psh_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', appId: 'wx0123456789abcdef' },
  ...{ before: { state: 'queued' }, after: { state: 'cancelled' }, reason: null },
  requestId: '0b4c3a2e-7f57-4f0e-9d0c-0a8f6c1d2e3f',
};

const filter = z.string().min(1).max(256).optional();

export const auditFilter = {
  target: filter.meta({ example: 'app:wx0123456789abcdef' }),
  actor: filter.meta({ example: 'key:bootstrap' }),
  action: filter.meta({ example: 'app.pause' }),
  appId: appId.optional(),
};

/** GET /v1/audit */
export function listAuditRoute({
  storage,
}: {
  storage: { audit: Pick<Storage['audit'], 'list'> };
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audit',
    operationId: 'listAudit',
    tag: 'Operating',
    summary: 'Who changed what, newest first',
    description: 'A key that is bound to apps is told of those apps alone.',
    auth: { kind: 'key', scope: 'operator' },
    query: z.strictObject({ ...auditFilter, ...pageQuery }),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownAudit),
        example: exampleOf(auditEntryExample),
      },
    },
    problems: [],
    handle: async ({ query, caller }) => {
      const { limit, cursor, ...asked } = query;
      const { items, nextCursor } = await storage.audit.list({
        ...narrow(asked, caller),
        limit,
        cursor: cursor ?? null,
      });
      return { status: 200, json: { data: items.map(presentAudit), nextCursor } };
    },
  });
}

type Asked = { target?: string | undefined; actor?: string | undefined } & {
  action?: string | undefined;
  appId?: string | undefined;
};

/** What was asked for, as the audit keeps it, of the caller's apps alone. */
export function narrow({ target, actor, action, appId: app }: Asked, caller: KeyCaller) {
  const asked = app === undefined ? (caller.appIds ?? undefined) : [app];
  return withoutUndefined({
    action,
    appIds: asked?.filter((id) => canSeeApp(caller, id)),
    target: target && readAuditName(target),
    actor: actor && readAuditName(actor),
  });
}
