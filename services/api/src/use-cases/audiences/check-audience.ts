import { findStrayBraces, placeholdersOf } from '@yuexin/domain';
import type { KeyCaller } from '../../http/caller.ts';
import {
  createAudienceBody,
  type CreateAudienceBody,
} from '../../routes/audiences/create-audience.schema.ts';
import type { CheckedPush, CheckPush } from '../pushes/check-push.ts';
import type { Finding } from '../pushes/check-push-request.ts';

export type CheckAudience = (input: {
  caller: KeyCaller;
  body: unknown;
}) => Promise<{ checked: CheckedPush; findings: Finding[] }>;

/** Checks the message of an audience as that of a push, but for what is each recipient's own. Finds every problem at once. */
export function createCheckAudience({ checkPush }: { checkPush: CheckPush }): CheckAudience {
  return async ({ caller, body }) => {
    const checked = await checkPush({ caller, body, schema: createAudienceBody });
    return { checked, findings: findingsOf(checked, body) };
  };
}

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
