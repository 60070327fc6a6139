import type { NewPush, PushExplanation } from '@yuexin/client';
import type { Fault } from '../../parts/say-fault.ts';

/** What is typed into the test send. */
export type DraftPush = {
  to: string;
  data: Record<string, string | undefined>;
  page?: string;
  onNoGrant: NonNullable<NewPush['onNoGrant']>;
};

/** The request of a draft: what begins with `+` or is a number of eleven digits is a phone, else an openid. */
export function pushOf(of: {
  appId: string;
  templateId: string;
  keys: readonly string[];
  draft: DraftPush;
}): NewPush {
  const { appId, templateId, keys, draft } = of;
  const to = draft.to.trim();
  const page = draft.page?.trim() ?? '';
  return {
    appId,
    templateId,
    to: /^(\+|1\d{10}$)/.test(to) ? { phone: to } : { openid: to },
    data: Object.fromEntries(keys.map((key) => [key, draft.data[key] ?? ''])),
    ...(page !== '' && { page }),
    onNoGrant: draft.onNoGrant,
    bizId: 'console-test',
  };
}

/** What the api said is wrong with each keyword, by its key. */
export function faultsByKey(explanation: PushExplanation | undefined): Record<string, Fault> {
  const problems = explanation?.checks.flatMap((check) => check.problems ?? []) ?? [];
  const faults: Record<string, Fault> = {};
  for (const { pointer, ...fault } of problems) {
    const key = /^\/data\/([^/]+)/.exec(pointer)?.[1];
    if (key !== undefined) faults[key] ??= fault;
  }
  return faults;
}
