import { AppError } from '@yuexin/errors';
import type { GrantReport, GrantReportResult, HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';
import { runIsolated } from './run-isolated.ts';

type Answer = {
  answer: Pick<GrantReportResult, 'recorded' | 'balances' | 'released'>;
  isReplay: boolean;
  due: StoredDuePush[];
} | null;

/** Records asks' answers, many in one statement, each by itself: one that fails sinks no other. */
export function createRecordGrantReports({ database }: StorageCore): HotPath['recordGrantReports'] {
  const run = (reports: readonly GrantReport[]): Promise<Answer[]> =>
    callFunction<Answer[]>(database.query, {
      name: 'record_grant_reports',
      parameters: ['json'],
      values: [JSON.stringify(reports.map(writeRow))],
    });

  return async (reports) => {
    const portions = await runIsolated(reports, run);
    return portions.flatMap((portion) =>
      'error' in portion
        ? portion.items.map(() => portion.error)
        : portion.items.map((_, index) => readAnswer(portion.answer[index])),
    );
  };
}

function writeRow(report: GrantReport): object {
  const { appId, userId, requestId, page, askedAt, results, purpose } = report;
  const answers = Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ app_id: appId, user_id: userId, request_id: requestId, page, asked_at: askedAt },
    template_ids: answers.map(([templateId]) => templateId),
    results: answers.map(([, result]) => result),
    ...(purpose && { purpose }),
  };
}

function readAnswer(answer: Answer | undefined): GrantReportResult | Error {
  if (answer === undefined) return new RangeError('record_grant_reports left out a report.');
  if (answer === null)
    return new AppError('not-found', { message: 'The user is not known in this app.' });
  return { ...answer.answer, isReplay: answer.isReplay, due: readDue(answer.due) };
}
