import type { Outcome, Pause } from '@yuexin/domain';
import type { HotPath, Settlement, SettleResult } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callSettling } from './call-settling.ts';
import { readDue, type StoredDuePush } from './due-push.ts';
import { runIsolated } from './run-isolated.ts';

type Answer = { settled: SettleResult['settled']; due: StoredDuePush[] };

/** Writes what attempts learned and makes their decisions true. Safe to run twice. */
export function createSettleAttempts(core: StorageCore): HotPath['settleAttempts'] {
  const run = (settlements: readonly Settlement[]): Promise<Answer> =>
    callSettling<Answer>(core, {
      name: 'settle_attempts',
      parameters: ['json'],
      values: [JSON.stringify(settlements.map(writeRow))],
    });

  return async (settlements) => {
    const result: SettleResult = { settled: [], failed: [], due: [] };
    for (const turn of takeTurns(settlements)) {
      for (const portion of await runIsolated(turn, run)) {
        if ('answer' in portion) result.due.push(...readDue(portion.answer.due));
        collect(result, portion);
      }
    }
    return result;
  };
}

/** Each attempt once, and each push once in a call: what one of its attempts learned is known when the next is settled. */
function takeTurns(settlements: readonly Settlement[]): Settlement[][] {
  const turns: Settlement[][] = [];
  const turnOf = new Map<string, number>();
  for (const one of new Map(settlements.map((each) => [each.attemptId, each])).values()) {
    const turn = turnOf.get(one.pushId) ?? 0;
    turnOf.set(one.pushId, turn + 1);
    (turns[turn] ??= []).push(one);
  }
  return turns;
}

function collect(
  result: SettleResult,
  portion: { items: readonly Settlement[] } & ({ answer: Answer } | { error: Error }),
): void {
  const settled = 'answer' in portion ? portion.answer.settled : [];
  const byAttempt = new Map(settled.map((one) => [one.attemptId, one]));
  for (const { pushId, attemptId } of portion.items) {
    const one = byAttempt.get(attemptId);
    if (one !== undefined) {
      result.settled.push(one);
      continue;
    }
    const error =
      'error' in portion ? portion.error : new RangeError(`There is no attempt ${attemptId}.`);
    result.failed.push({ pushId, attemptId, error });
  }
}

function writeRow(settlement: Settlement): object {
  const { decision } = settlement;
  return {
    push_id: settlement.pushId,
    attempt_id: settlement.attemptId,
    attempt_number: settlement.attemptNumber,
    ...writeOutcome(settlement.outcome),
    errmsg: settlement.errmsg,
    http_status: settlement.httpStatus,
    duration_ms: Math.round(settlement.durationMs),
    finished_at: settlement.finishedAt,
    token_generation: settlement.tokenGeneration,
    state: decision.state,
    reason: decision.reason,
    due_at: decision.dueAt,
    grant_effect: decision.grantEffect,
    is_retry: decision.countsAsRetry,
    is_token_retry: decision.countsAsTokenRetry,
    app_pause: writePause(decision.appPause),
    template_pause: writePause(decision.templatePause),
  };
}

function writeOutcome(outcome: Outcome): object {
  switch (outcome.kind) {
    case 'accepted':
      return { outcome: outcome.kind, msgid: outcome.msgid, errcode: 0 };
    case 'refused':
      return { outcome: outcome.kind, errcode: outcome.errcode, rid: outcome.rid };
    case 'not-sent':
    case 'unconfirmed':
      return { outcome: outcome.kind, cause: outcome.cause };
  }
}

function writePause(pause: Pause | null): object | null {
  return pause === null ? null : { kind: pause.kind, reason: pause.reason, until: pause.until };
}
