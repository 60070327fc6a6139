import { createBoundedBatcher, type AskResult, type BoundedBatcher } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { GrantReport, GrantReportResult, Storage } from '@yuexin/storage';
import type { SessionCaller } from '../../http/caller.ts';
import type { PlacedValue } from '../../http/find-values.ts';
import { pointerOf } from '../../http/problems-of-issues.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { checkTemplateIds } from './check-template-ids.ts';
import type { GrantAnswers } from './grant-answers.ts';
import { sessionUserGone } from './find-session-user.ts';
import type { OfferDue } from '../pushes/offer-due.ts';

export type RecordGrants = (input: {
  caller: SessionCaller;
  report: {
    requestId: string;
    page?: string | undefined;
    askedAt?: Date | undefined;
    purpose?: string | undefined;
    results: Record<string, AskResult>;
  };
}) => Promise<{ recorded: number; balances: Record<string, number>; released: number }>;

/** Records reports of concurrent requests together; drain it before PostgreSQL goes. */
export type ReportBatcher = BoundedBatcher<GrantReport, GrantReportResult | Error>;

export function createReportBatcher(deps: {
  storage: { hotPath: Pick<Storage['hotPath'], 'recordGrantReports'> };
}): ReportBatcher {
  return createBoundedBatcher({
    run: (reports) => deps.storage.hotPath.recordGrantReports(reports),
    maxBatchSize: 100,
    maxWaiting: 10_000,
    overflow: () =>
      new AppError('overloaded', {
        message: 'More reports arrive than can be recorded just now.',
        retryAfterMs: 1_000,
      }),
  });
}

/** Takes a mini program's report of one ask into the ledger, all of it or nothing; twice is once. Releases what waited. */
export function createRecordGrants(deps: {
  reports: ReportBatcher;
  catalog: AppCatalog;
  offerDue: OfferDue;
  grantAnswers: GrantAnswers;
}): RecordGrants {
  return async ({ caller, report }) => {
    const { appId, userId } = caller;
    const { requestId, page, askedAt, results } = report;
    await checkTemplateIds(deps.catalog, appId, namedIn(results));
    const recorded = await deps.reports.add({
      ...{ appId, userId, requestId, results },
      page: page ?? null,
      askedAt: askedAt ?? null,
      purpose: report.purpose ?? null,
    });
    if (recorded instanceof Error) throw reasonOf(recorded);
    if (!recorded.isReplay)
      for (const result of Object.values(results))
        deps.grantAnswers.inc({ evidence: 'reported', result });
    await deps.offerDue(recorded.due);
    const { balances, released } = recorded;
    return { recorded: recorded.recorded, balances, released: released.length };
  };
}

/** The templates that results speak of. */
export const namedIn = (results: object): PlacedValue<string>[] =>
  Object.keys(results).map((templateId) => ({
    ...{ value: templateId, pointer: pointerOf('', ['results', templateId]) },
  }));

const reasonOf = (error: Error): Error =>
  error instanceof AppError && error.code === 'not-found' ? sessionUserGone() : error;
