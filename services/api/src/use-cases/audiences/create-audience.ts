import { findStrayBraces, markTemplates, placeholdersOf } from '@yuexin/domain';
import type { AudiencePush, AudienceRow, Storage } from '@yuexin/storage';
import { AppError } from '@yuexin/errors';
import { v7 as uuidv7 } from 'uuid';
import { actorOf, type KeyCaller } from '../../http/caller.ts';
import { presentAudience } from '../../presenters/present-audience.ts';
import {
  createAudienceBody,
  type CreateAudienceBody,
} from '../../routes/audiences/create-audience.schema.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { PerformAction } from '../operators/perform-action.ts';
import { keyReused, stillRunning } from '../pushes/accept-push.ts';
import {
  acceptable,
  type AcceptablePush,
  type CheckedPush,
  type CheckPush,
} from '../pushes/check-push.ts';
import { refusalOf, type Finding } from '../pushes/check-push-request.ts';
import { newPushOf } from '../pushes/new-push.ts';
import { withoutUndefined } from '../without-undefined.ts';
import { findAudienceTemplates } from './audience-templates.ts';

export type CreateAudience = (input: {
  caller: KeyCaller;
  body: unknown;
  key: string | null;
  requestId: string;
}) => Promise<{ audience: AudienceRow; isReplay: boolean }>;

type Deps = {
  storage: Pick<Storage, 'audiences' | 'idempotency'>;
  catalog: AppCatalog;
  checkPush: CheckPush;
  performAction: PerformAction;
};

/**
 * Makes an audience: its message is checked as that of a push, but for what is each recipient's own. With an Idempotency-Key the same
 * body makes one audience, in however many processes it arrives. Throws every problem at once.
 */
export function createCreateAudience(deps: Deps): CreateAudience {
  const running = new Set<string>();
  return async (input) => {
    const { caller, key, body } = input;
    if (key === null) return { audience: await create(deps, input, null), isReplay: false };
    const name = `${caller.callerId}\n${key}`;
    if (running.has(name)) throw stillRunning();
    running.add(name);
    try {
      const use = { key, fingerprint: fingerprintOf('audience', body) };
      const first = await findFirst(deps, caller, use);
      if (first !== null) return { audience: first, isReplay: true };
      try {
        return { audience: await create(deps, input, use), isReplay: false };
      } catch (error) {
        // Another process may have been a moment faster with the same request.
        const other = isTaken(error) ? await findFirst(deps, caller, use) : null;
        if (other === null) throw error;
        return { audience: other, isReplay: true };
      }
    } finally {
      running.delete(name);
    }
  };
}

type Use = { key: string; fingerprint: Buffer };

const isTaken = (error: unknown): boolean => error instanceof AppError && error.code === 'conflict';

async function findFirst(deps: Deps, caller: KeyCaller, use: Use): Promise<AudienceRow | null> {
  const first = await deps.storage.idempotency.find(caller.callerId, use.key);
  if (first === null) return null;
  if (!first.fingerprint.equals(use.fingerprint)) throw keyReused();
  const { audienceId } = first.response as { audienceId: string };
  return deps.storage.audiences.find(audienceId);
}

async function create(
  deps: Deps,
  input: { caller: KeyCaller; body: unknown; requestId: string },
  use: Use | null,
): Promise<AudienceRow> {
  const { caller, body, requestId } = input;
  const checked = await deps.checkPush({ caller, body, schema: createAudienceBody });
  const refusal = refusalOf(findingsOf(checked, body));
  if (refusal !== null) throw refusal;
  const id = uuidv7();
  const message = acceptable({ ...checked, recipient: { userId: null, openid: null } });
  const values = checked.values as unknown as CreateAudienceBody;
  const push = prototypeOf({ id, caller, message });
  const { appId } = message.app;
  const templateMark = markTemplates(await findAudienceTemplates(deps.catalog, { appId, push }));
  return deps.performAction({ caller, requestId }, async (inside) => {
    const audience = await inside.audiences.create({
      ...{ id, appId, callerId: caller.callerId, actor: actorOf(caller), push, templateMark },
      name: values.name ?? null,
      ...recipientsOf(values),
      parksUnknown: values.onUnknownRecipient === 'park',
      ratePerSecond: values.ratePerSecond,
      startsByItself: values.startsByItself,
      expiresAt: values.expiresAt ?? null,
    });
    if (use !== null) await remember(inside, { caller, use, audienceId: id });
    const after = presentAudience(audience);
    const target = `audience:${id}`;
    return { result: audience, action: { action: 'audience.create', target, appId, after } };
  });
}

async function remember(
  inside: Pick<Storage, 'idempotency'>,
  { caller, use, audienceId }: { caller: KeyCaller; use: Use; audienceId: string },
): Promise<void> {
  const { callerId } = caller;
  await inside.idempotency.save({ callerId, ...use, response: { audienceId } });
  const kept = await inside.idempotency.find(callerId, use.key);
  if ((kept?.response as { audienceId?: string } | null)?.audienceId !== audienceId)
    throw new AppError('conflict', { message: 'The key was used at this moment.' });
}

function recipientsOf({ recipients }: CreateAudienceBody) {
  if (recipients === 'upload') return { source: 'upload', filter: null } as const;
  const { lastLoginFrom, lastLoginTo, ...rest } = recipients.grantHolders;
  const filter = withoutUndefined({
    ...rest,
    lastLoginFrom: lastLoginFrom?.toISOString(),
    lastLoginTo: lastLoginTo?.toISOString(),
  });
  return { source: 'grant-holders', filter } as const;
}

/** The message as accept stores it, without a recipient. Its pushes are found by the audience’s id, unless it has a bizId. */
function prototypeOf(input: {
  id: string;
  caller: KeyCaller;
  message: AcceptablePush;
}): AudiencePush {
  const { id, caller, message } = input;
  const { sendAt } = message.times;
  const whole = newPushOf({
    ...{ id, callerId: caller.callerId, ...message, idempotency: null },
    values: {
      ...message.values,
      to: {},
      bizId: message.values.bizId ?? `aud_${id}`,
      priority: message.values.priority ?? 'low',
    },
  });
  const shared = Object.entries(whole).filter(([name]) => !ofOnePush.has(name));
  return {
    ...(Object.fromEntries(shared) as Omit<AudiencePush, 'sendAt'>),
    sendAt: sendAt?.toISOString() ?? null,
  };
}

/** What each push has for itself. */
const ofOnePush = new Set([
  ...['id', 'callerId', 'userId', 'toPhone', 'toUnionid', 'sendAt', 'expiresAt', 'idempotency'],
]);

/** What a place for a variable makes of a value is judged line by line. */
function findingsOf({ findings, values }: CheckedPush, body: unknown): Finding[] {
  const { data, fallback, recipients } = values as Partial<CreateAudienceBody>;
  const kept = findings.filter(
    ({ code, problem }) =>
      code !== 'template-data-invalid' ||
      placeholdersOf(valueAt({ data, fallback }, problem.pointer)).length === 0,
  );
  const names = placeholdersOf([data, fallback, values.page]);
  const stray = findStrayBraces({ data, fallback, page: values.page });
  kept.push(...stray.map((pointer) => tellStrayBraces(asGiven(body, pointer))));
  if (recipients === undefined || recipients === 'upload' || names.length === 0) return kept;
  const problem = {
    ...{ pointer: '/data', rule: 'no-variables', actual: names.join(', ') },
    message: 'has places for variables, and those who hold a grant bring none',
  };
  return [...kept, { code: 'invalid-request', problem }];
}

/** A keyword may be given as a bare text. */
function asGiven(body: unknown, pointer: string): string {
  const bare = pointer.replace(/\/value$/, '');
  return typeof valueAt(body, bare) === 'string' ? bare : pointer;
}

const tellStrayBraces = (pointer: string): Finding => ({
  code: 'invalid-request',
  problem: {
    ...{ pointer, rule: 'placeholder' },
    message:
      'has braces that are no place for a variable, such as {{name}}: a letter, then at most 31 letters, digits and _',
  },
});

function valueAt(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null
          ? (value as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
          : undefined,
      root,
    );
}
