import type { ErrcodeAbout } from './errcodes/errcode-policy.ts';
import { errcodeTable, policyForErrcode } from './errcodes/errcode-table.ts';
import { explainDeadLetter, type DeadLetterAdvice } from './explain-dead-letter.ts';

/** What keeps pushes from being delivered, in classes: those of errcodes, a time to live that was over, and what people decided. */
export type CauseAbout = ErrcodeAbout | 'time' | 'person';

const aboutReasons: Readonly<Record<string, CauseAbout>> = {
  ...{ 'no-grant': 'user', 'grant-revoked': 'user', 'grant-unknown': 'user' },
  ...{ 'recipient-unknown': 'user', 'recipient-erased': 'user' },
  ...{ expired: 'time', cancelled: 'person', discarded: 'person', 'verdict-dead': 'person' },
  ...{ 'not-sent': 'wechat', 'retries-exhausted': 'wechat', unconfirmed: 'wechat' },
};

/** What a cause is about, what it means and what can be done. `reason` null: of an attempt that WeChat refused. Total. */
export function explainCause(cause: {
  reason: string | null;
  errcode: number | null;
}): DeadLetterAdvice & { about: CauseAbout } {
  const { errcode } = cause;
  const reason = cause.reason ?? policyForErrcode(errcode ?? 0).reason;
  return { about: aboutOf(reason, errcode), ...explainDeadLetter({ reason, errcode }) };
}

function aboutOf(reason: string, errcode: number | null): CauseAbout {
  if (errcode !== null) return policyForErrcode(errcode).about;
  const row = errcodeTable.find((one) => one.reason === reason);
  return aboutReasons[reason] ?? row?.about ?? 'wechat';
}
