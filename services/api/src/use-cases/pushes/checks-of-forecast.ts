import type { OnNoGrant } from '@yuexin/domain';
import type { AppError } from '@yuexin/errors';
import type { PushForecast } from '@yuexin/storage';
import type { ExplainCheck } from './explain-check.ts';
import type { TermsForecast } from './foresee-terms.ts';

/** Whether a push that is due would have to wait for something but a grant. */
export const isHeldBack = (forecast: PushForecast): boolean =>
  forecast.busyUntil !== null ||
  (forecast.quota?.remain ?? 1) <= 0 ||
  forecast.unreachableAt !== null;

/** What the app's backlog, the ledger, the user's send slot and WeChat's limits say; null: the request itself would be refused. */
export function checksOfForecast(input: {
  forecast: PushForecast | null;
  onNoGrant: OnNoGrant;
  /** By a phone or unionid that nobody has logged in with yet. */
  waitsForLogin: boolean;
  overload: AppError | null;
  /** What accept makes of it by what it says of others like it, of other templates and of grants. */
  terms: Pick<TermsForecast, 'state' | 'duplicateOf'> | null;
}): ExplainCheck[] {
  const { forecast, waitsForLogin, overload } = input;
  if (forecast === null) {
    const detail = 'Not checked: the request would be refused.';
    return (['backlog', 'grant', 'user-slot', 'quota', 'circuit'] as const).map((name) => ({
      ...{ name, ok: false, detail },
    }));
  }
  return [
    { name: 'backlog', ...checkBacklog(overload) },
    { name: 'grant', ...(waitsForLogin ? noUserYet : checkGrant(forecast, input)) },
    { name: 'user-slot', ...checkSlot(forecast) },
    { name: 'quota', ...checkQuota(forecast) },
    { name: 'circuit', ...checkCircuit(forecast) },
  ];
}

type Told = { ok: boolean; detail: string };

const noUserYet: Told = {
  ok: false,
  detail: 'Whose grants count is not known before the login: the push would park until then.',
};

const checkBacklog = (overload: AppError | null): Told =>
  overload === null
    ? { ok: true, detail: 'The app has room for more waiting pushes.' }
    : { ok: false, detail: `${overload.message} The request would be turned away for now.` };

const withoutGrant: Record<OnNoGrant, string> = {
  park: 'the push would park until the user allows again',
  reject: 'the push would be refused with no-grant',
  'send-anyway': 'it would be sent all the same, and WeChat decides',
};

function checkGrant(
  forecast: PushForecast,
  {
    onNoGrant,
    terms,
  }: { onNoGrant: OnNoGrant; terms: Pick<TermsForecast, 'state' | 'duplicateOf'> | null },
): Told {
  const { available, demand, kept, isStanding } = forecast;
  if (isStanding) return { ok: true, detail: 'The user has a standing grant.' };
  const keptToo = kept > 0 ? `, ${kept} kept for a purpose` : '';
  const balance = `${available} available, ${demand} spoken for by pushes that are due${keptToo}`;
  if (available > demand) return { ok: true, detail: `The user has a grant to spare: ${balance}.` };
  if (terms?.state === 'queued' && terms.duplicateOf === null && onNoGrant !== 'send-anyway')
    return {
      ok: true,
      detail: `No grant of its template is free for any push (${balance}), but there is one for this push: of a fallback, kept for its purpose, or that of a push whose place it takes.`,
    };
  return { ok: false, detail: `No grant to spare (${balance}): ${withoutGrant[onNoGrant]}.` };
}

function checkSlot({ busyUntil }: PushForecast): Told {
  return busyUntil === null
    ? { ok: true, detail: 'No other message to this user is under way.' }
    : {
        ok: false,
        detail: `Another message to this user is under way, until ${busyUntil.toISOString()} at the latest: this one would wait its turn.`,
      };
}

function checkQuota({ quota }: PushForecast): Told {
  if (quota === null)
    return { ok: true, detail: 'WeChat’s daily quota was not read today; no pause is set.' };
  const left = `${quota.remain} of ${quota.dailyLimit} sends are left today, read at ${quota.readAt.toISOString()}`;
  return quota.remain > 0
    ? { ok: true, detail: `${left}.` }
    : { ok: false, detail: `${left}: the push would wait for the next day.` };
}

function checkCircuit({ unreachableAt }: PushForecast): Told {
  return unreachableAt === null
    ? { ok: true, detail: 'WeChat answers.' }
    : {
        ok: false,
        detail: `WeChat could not be reached at ${unreachableAt.toISOString()}: pushes wait until it answers.`,
      };
}
