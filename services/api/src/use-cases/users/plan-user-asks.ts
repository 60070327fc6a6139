import { planAsks, type AskFact, type AskPlan } from '@yuexin/domain';
import type { AppRow, Storage } from '@yuexin/storage';
import type { SessionCaller } from '../../http/caller.ts';
import { findSessionUser } from './find-session-user.ts';

/** Templates with a standing choice, as wx.getSetting tells them on the phone. */
export type PhoneSettings = { accepted: readonly string[]; rejected: readonly string[] };

export type PlanUserAsks = (input: {
  caller: SessionCaller;
  page: string | null;
  settings: PhoneSettings;
}) => Promise<AskPlan>;

const never = {
  ...{ available: 0, parked: 0, hasStandingReject: false },
  ...{ lastAskedAt: null, refusalsInRow: 0 },
};

/** What a page should ask this user for next: the ledger's facts, the app's plan, and the one rule of the domain. */
export function createPlanUserAsks(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    users: Pick<Storage['users'], 'findById'>;
    templates: Pick<Storage['templates'], 'list'>;
    grants: Pick<Storage['grants'], 'askFacts'>;
  };
  clock: { now(): Date };
  askMax: number;
}): PlanUserAsks {
  const { storage, clock, askMax } = deps;
  return async ({ caller, page, settings }) => {
    const user = await findSessionUser(storage, caller);
    const [app, templates, known] = await Promise.all([
      storage.apps.find(user.appId),
      storage.templates.list(user.appId),
      storage.grants.askFacts(user.id),
    ]);
    const targets = targetsOf(app, page);
    const factsOf = new Map(known.map((fact) => [fact.templateId, fact]));
    // A paused template cannot be sent now, and one that is gone never: asking for them wastes the user's tap.
    const facts = templates
      .filter((template) => template.state === 'active')
      .map(({ templateId, title, kind }): AskFact => {
        const fact = { ...never, ...factsOf.get(templateId) };
        return {
          ...fact,
          ...{ templateId, title, kind },
          hasStandingReject: isRejected(templateId, fact.hasStandingReject, settings),
          target: targets.get(templateId) ?? null,
        };
      });
    return planAsks({ facts, askMax, now: clock.now() });
  };
}

/** A choice kept in the pop-up, and one taken back in the settings, reach us by the phone alone (wechat-facts 4.2 and 5.3). */
function isRejected(templateId: string, isOnRecord: boolean, settings: PhoneSettings): boolean {
  if (settings.rejected.includes(templateId)) return true;
  return isOnRecord && !settings.accepted.includes(templateId);
}

function targetsOf(app: AppRow | null, page: string | null): Map<string, number> {
  const bare = (path: string): string => path.replace(/^\//, '').split('?', 1).join();
  const planned = app?.askPlan.pages.find((one) => page !== null && bare(one.page) === bare(page));
  return new Map((planned?.templates ?? []).map(({ templateId, target }) => [templateId, target]));
}
