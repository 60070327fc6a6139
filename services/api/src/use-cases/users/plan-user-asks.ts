import { planAsks, type AskFact, type AskPlan } from '@yuexin/domain';
import type { AppRow, Storage } from '@yuexin/storage';
import type { SessionCaller } from '../../http/caller.ts';
import { findSessionUser } from './find-session-user.ts';

export type PlanUserAsks = (input: {
  caller: SessionCaller;
  page: string | null;
}) => Promise<AskPlan>;

const never = { available: 0, parked: 0, hasStandingReject: false, lastAskedAt: null };

/** What a page should ask this user for next: the ledger's facts, the app's plan, and the one rule of the domain. */
export function createPlanUserAsks(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    users: Pick<Storage['users'], 'findById'>;
    templates: Pick<Storage['templates'], 'list'>;
    grants: Pick<Storage['grants'], 'askFacts'>;
  };
  askMax: number;
}): PlanUserAsks {
  const { storage, askMax } = deps;
  return async ({ caller, page }) => {
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
      .map(({ templateId, title, kind }): AskFact => ({
        ...never,
        ...factsOf.get(templateId),
        templateId,
        title,
        kind,
        target: targets.get(templateId) ?? null,
      }));
    return planAsks({ facts, askMax });
  };
}

function targetsOf(app: AppRow | null, page: string | null): Map<string, number> {
  const bare = (path: string): string => path.replace(/^\//, '').replace(/\?.*$/, '');
  const planned = app?.askPlan.pages.find((one) => page !== null && bare(one.page) === bare(page));
  return new Map((planned?.templates ?? []).map(({ templateId, target }) => [templateId, target]));
}
