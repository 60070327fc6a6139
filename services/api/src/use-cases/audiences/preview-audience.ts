import type { AudienceForecast, AudienceRow, Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { AppError } from '@yuexin/errors';
import { isInForce } from '../pushes/checks-of-request.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { findAudienceTemplates } from './audience-templates.ts';

export type AudiencePreview = AudienceForecast & {
  recipients: number;
  problems: number;
  duplicates: number;
  /** What would keep it waiting when it is due. */
  waitsFor: string[];
  /** At its rate, if nothing else holds it up. */
  secondsAtLeast: number;
  isCapped: boolean;
};

export type PreviewAudience = (audience: AudienceRow) => Promise<AudiencePreview>;

const stretch = 5_000;
/** Well within the route’s deadline: a million recipients are counted as far as that goes. */
const longestWalkMs = 20_000;

/**
 * What starting an audience now would do, counted recipient by recipient, as of when its messages are due. Nothing is changed, and
 * nobody is locked.
 */
export function createPreviewAudience(deps: {
  storage: { audiences: Pick<Storage['audiences'], 'foresee'> };
  catalog: Pick<AppCatalog, 'findApp' | 'findTemplate'>;
  clock: Clock;
}): PreviewAudience {
  const { clock, catalog } = deps;
  return async (audience) => {
    if (audience.state === 'open' || audience.state === 'collecting')
      throw new AppError('conflict', {
        message: 'Its recipients are not whole yet: there is nothing to count.',
      });
    const counts = {
      ...{ wouldSend: 0, wouldBeHeld: 0, wouldBeDropped: 0 },
      ...{ wouldPark: 0, wouldWaitForLogin: 0, wouldRefuse: 0, grantsSpent: 0 },
    };
    const endsAtMs = clock.monotonicMs() + longestWalkMs;
    let after: number | null = 0;
    while (after !== null && clock.monotonicMs() < endsAtMs) {
      const page = await deps.storage.audiences.foresee({
        ...{ audienceId: audience.id, after, limit: stretch },
      });
      for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += page[name];
      after = page.walked < stretch ? null : page.last;
    }
    return {
      recipients: audience.total,
      ...counts,
      problems: audience.invalid,
      duplicates: audience.duplicates,
      waitsFor: await findPauses(catalog, audience, dueAt(audience, clock.now())),
      secondsAtLeast: Math.ceil(audience.total / audience.ratePerSecond),
      isCapped: after !== null,
    };
  };
}

/** A pause that is over by then keeps no message waiting. */
const dueAt = ({ push }: AudienceRow, now: Date): Date =>
  new Date(Math.max(now.getTime(), push.sendAt === null ? 0 : Date.parse(push.sendAt)));

async function findPauses(
  catalog: Pick<AppCatalog, 'findApp' | 'findTemplate'>,
  audience: AudienceRow,
  at: Date,
): Promise<string[]> {
  const app = await catalog.findApp(audience.appId);
  const templates = await findAudienceTemplates(catalog, audience);
  return [
    ...(isInForce(app?.pause, at) ? ['app-paused'] : []),
    ...(templates.some(({ pause }) => isInForce(pause, at)) ? ['template-paused'] : []),
  ];
}
