import type { AskResult } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import type { SessionCaller } from '../../http/caller.ts';
import { pointerOf } from '../../http/problems-of-issues.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { checkTemplateIds } from './check-template-ids.ts';
import { findSessionUser } from './find-session-user.ts';
import type { OfferDue } from '../pushes/offer-due.ts';

export type RecordGrants = (input: {
  caller: SessionCaller;
  report: {
    requestId: string;
    page?: string | undefined;
    askedAt?: Date | undefined;
    results: Record<string, AskResult>;
  };
}) => Promise<{ recorded: number; balances: Record<string, number>; released: number }>;

/** Takes a mini program's report of one ask into the ledger, all of it or nothing; twice is once. Releases what waited. */
export function createRecordGrants(deps: {
  storage: {
    users: Pick<Storage['users'], 'findById'>;
    hotPath: Pick<Storage['hotPath'], 'recordGrantReport'>;
  };
  catalog: AppCatalog;
  offerDue: OfferDue;
}): RecordGrants {
  return async ({ caller, report }) => {
    const user = await findSessionUser(deps.storage, caller);
    const { requestId, page, askedAt, results } = report;
    await checkTemplateIds(
      deps.catalog,
      user.appId,
      Object.keys(results).map((templateId) => ({
        templateId,
        pointer: pointerOf('', ['results', templateId]),
      })),
    );
    const { recorded, balances, released, due } = await deps.storage.hotPath.recordGrantReport({
      appId: user.appId,
      userId: user.id,
      requestId,
      page: page ?? null,
      askedAt: askedAt ?? null,
      results,
    });
    await deps.offerDue(due);
    return { recorded, balances, released: released.length };
  };
}
