import { AppError } from '@yuexin/errors';
import type { GrantReportResult, HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

type Answer = {
  answer: Pick<GrantReportResult, 'recorded' | 'balances' | 'released'>;
  isReplay: boolean;
  due: StoredDuePush[];
} | null;

/** Records one ask's answers. Safe to repeat: the same request id gets the first answer. Throws `not-found` for an unknown user. */
export function createRecordGrantReport({ database }: StorageCore): HotPath['recordGrantReport'] {
  return async ({ appId, userId, requestId, page, askedAt, results }) => {
    const answers = Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1));
    const answer = await callFunction<Answer>(database.query, {
      name: 'record_grant_report',
      parameters: ['text', 'uuid', 'text', 'text', 'timestamptz', 'text[]', 'text[]'],
      values: [
        appId,
        userId,
        requestId,
        page,
        askedAt,
        answers.map(([templateId]) => templateId),
        answers.map(([, result]) => result),
      ],
    });
    if (answer === null) {
      throw new AppError('not-found', { message: 'The user is not known in this app.' });
    }
    return { ...answer.answer, isReplay: answer.isReplay, due: readDue(answer.due) };
  };
}
