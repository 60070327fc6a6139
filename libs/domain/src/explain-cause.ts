import type { ErrcodeAbout } from './errcodes/errcode-policy.ts';
import { errcodeTable, policyForErrcode } from './errcodes/errcode-table.ts';
import { explainDeadLetter, type DeadLetterAdvice } from './explain-dead-letter.ts';

/** What keeps pushes from being delivered, in classes: those of errcodes, a time to live that was over, and what people decided. */
export type CauseAbout = ErrcodeAbout | 'time' | 'person';

const aboutReasons: Readonly<Record<string, CauseAbout>> = {
  ...{ 'no-grant': 'user', 'grant-revoked': 'user', 'grant-unknown': 'user' },
  ...{ 'recipient-unknown': 'user', 'recipient-erased': 'user' },
  ...{ 'quiet-hours': 'person', 'frequency-cap': 'person', superseded: 'person' },
  ...{ expired: 'time', cancelled: 'person', discarded: 'person', 'verdict-dead': 'person' },
  ...{ 'not-sent': 'wechat', 'retries-exhausted': 'wechat', unconfirmed: 'wechat' },
};

/** Not lost: it goes out by itself. */
const waitsForGrant: DeadLetterAdvice = {
  meaning: {
    en: 'The user had no grant left: the push had to wait for the next “allow”.',
    zh: '用户没有剩余授权，推送要等用户再次允许。',
  },
  advice: {
    en: 'It goes out by itself at the next “allow”. Where many wait, ask at a better moment: see the page on grants.',
    zh: '用户再次允许后自动发出。如果等待的很多，请换个更合适的时机询问，见“授权”页。',
  },
};

/** What a cause is about, what it means and what can be done. `reason` null: of an attempt that WeChat refused. Total. */
export function explainCause(cause: {
  /** What became of it; `parked`: it waits. */
  kind?: string;
  reason: string | null;
  errcode: number | null;
}): DeadLetterAdvice & { about: CauseAbout } {
  const { errcode } = cause;
  const reason = cause.reason ?? policyForErrcode(errcode ?? 0).reason;
  const isWaiting = cause.kind === 'parked' && reason !== 'recipient-unknown';
  const words = isWaiting ? waitsForGrant : explainDeadLetter({ reason, errcode });
  return { about: aboutOf(reason, errcode), ...words };
}

function aboutOf(reason: string, errcode: number | null): CauseAbout {
  if (errcode !== null) return policyForErrcode(errcode).about;
  const row = errcodeTable.find((one) => one.reason === reason);
  return aboutReasons[reason] ?? row?.about ?? 'wechat';
}
