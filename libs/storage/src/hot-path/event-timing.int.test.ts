import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '@yuexin/domain';
import type { ClaimedPush } from '../hot-path.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

/** What the send's answer says, and what the event does; `m` is the message's id, `-` none. */
type Answer = 'accepted m' | 'accepted -' | 'unconfirmed' | 'refused' | 'not-sent';
type Told = 'm success' | 'm failure' | '- success' | '- failure';
type Timing = 'before' | 'during' | 'after' | 'late';

/**
 * State, delivery and grant in the end: when the event comes before, during or after the settle, which must not matter; and when
 * the answer is late, after a sweep took the push for unconfirmed and the event came.
 */
const table: [Answer, Told, string, string][] = [
  ['accepted m', 'm success', 'sent confirmed spent', 'sent confirmed spent'],
  ['accepted m', 'm failure', 'sent failed spent', 'dead failed spent'],
  // The answer named its message: an event that names none is not known to be its.
  ['accepted m', '- success', 'sent pending spent', 'sent confirmed spent'],
  ['accepted m', '- failure', 'sent pending spent', 'dead failed spent'],
  ['accepted -', 'm success', 'sent confirmed spent', 'sent confirmed spent'],
  ['accepted -', 'm failure', 'sent failed spent', 'dead failed spent'],
  ['accepted -', '- success', 'sent confirmed spent', 'sent confirmed spent'],
  ['accepted -', '- failure', 'sent failed spent', 'dead failed spent'],
  ['unconfirmed', 'm success', 'sent confirmed spent', 'sent confirmed spent'],
  ['unconfirmed', 'm failure', 'dead failed spent', 'dead failed spent'],
  ['unconfirmed', '- success', 'sent confirmed spent', 'sent confirmed spent'],
  ['unconfirmed', '- failure', 'dead failed spent', 'dead failed spent'],
  // WeChat tells nothing of what it refused or never got: such an event is another message's, unless it came first.
  ['refused', 'm success', 'dead - available', 'sent confirmed spent'],
  ['refused', 'm failure', 'dead - available', 'dead failed available'],
  ['refused', '- success', 'dead - available', 'sent confirmed spent'],
  ['refused', '- failure', 'dead - available', 'dead failed available'],
  ['not-sent', 'm success', 'retrying - available', 'sent confirmed spent'],
  ['not-sent', 'm failure', 'retrying - available', 'dead failed available'],
  ['not-sent', '- success', 'retrying - available', 'sent confirmed spent'],
  ['not-sent', '- failure', 'retrying - available', 'dead failed available'],
];
const timings: Timing[] = ['before', 'during', 'after', 'late'];
const cases = table.flatMap(([answer, told, inTime, late]) =>
  timings.map((timing) => ({ answer, told, timing, end: timing === 'late' ? late : inTime })),
);

type Send = {
  app: TestApp;
  userId: string;
  push: ClaimedPush;
  outcome: Outcome;
  told: Told;
  msgid: string;
};

function outcomeOf(answer: Answer, msgid: string): Outcome {
  if (answer === 'accepted m') return accepted(msgid);
  if (answer === 'accepted -') return accepted(null);
  if (answer === 'unconfirmed') return unconfirmed;
  return answer === 'refused' ? refused(47003) : notSent;
}

async function begin(answer: Answer, told: Told): Promise<Send> {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId);
  const push = await ledger.take(await app.push(userId));
  // Each send has a message of its own.
  const msgid = `m-${push.attemptId}`;
  return { app, userId, push, outcome: outcomeOf(answer, msgid), told, msgid };
}

async function tell({ app, userId, told, msgid }: Send): Promise<void> {
  const isSuccess = told.endsWith('success');
  const item = {
    templateId: 'tpl-1',
    msgid: told.startsWith('m') ? msgid : '',
    errorCode: isSuccess ? '0' : '1',
    errorStatus: isSuccess ? 'success' : 'failed',
  };
  await app.storeEvent(userId, { type: 'subscribe_msg_sent_event', items: [item] });
}

const apply = () => hotPath.applyEvents(1000);
const settle = ({ push, outcome }: Send) => ledger.settle(push, outcome);

async function endLease({ push }: Send): Promise<void> {
  await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
    push.pushId,
  ]);
  await sweeps.expireLeases(100);
}

const play: Record<Timing, (send: Send) => Promise<unknown>> = {
  before: async (send) => {
    await tell(send);
    await apply();
    await settle(send);
  },
  during: async (send) => {
    await tell(send);
    await Promise.all([apply(), settle(send)]);
    // An event of a user whose row the other holds is left for the next run.
    await apply();
  },
  after: async (send) => {
    await settle(send);
    await tell(send);
    await apply();
  },
  late: async (send) => {
    await endLease(send);
    await tell(send);
    await apply();
    await settle(send);
  },
};

/** All that the ledger says of a send. */
async function look({ push, userId, msgid }: Send) {
  const { state, delivery, reason, cycle } = await ledger.read(push.pushId);
  const [grant] = await ledger.grants(userId);
  const [attempt] = await query<{ told: string }>(
    `select concat_ws(' ', outcome, case msgid when $2 then 'm' when '' then '-' else msgid end,
       case when is_late then 'late' end) as told from attempts where id = $1`,
    [push.attemptId, msgid],
  );
  const [confirmed] = await query<{ at: Date | null }>(
    'select confirmed_at as at from pushes where id = $1',
    [push.pushId],
  );
  return {
    end: `${state} ${delivery ?? '-'} ${String(grant)}`,
    steps: await ledger.transitions(push.pushId),
    reason: reason?.code ?? null,
    attempt: attempt?.told,
    cycle,
    confirmedAt: confirmed?.at ?? null,
  };
}

function stepsOf({ answer, timing, end }: (typeof cases)[number]): string[] {
  const [state] = end.split(' ');
  if (timing === 'late')
    return ['sending -> unconfirmed by sweep', `unconfirmed -> ${state} by event`];
  if (answer === 'unconfirmed')
    return ['sending -> unconfirmed by worker', `unconfirmed -> ${state} by event`];
  return answer.startsWith('accepted') ? [] : [`sending -> ${state} by worker`];
}

/** The attempt keeps what was answered, and the msgid it was answered with or, without one, that of its event. */
function attemptOf({ answer, told, timing }: (typeof cases)[number]): string {
  const [outcome, named] = answer.split(' ');
  const isPaired = timing === 'late' || answer === 'accepted -' || answer === 'unconfirmed';
  const msgid = named === 'm' ? ' m' : isPaired ? ` ${told[0]}` : '';
  const isLate = timing === 'late' && answer !== 'unconfirmed';
  return `${outcome}${msgid}${isLate ? ' late' : ''}`;
}

describe('A sent event and the answer it belongs to', () => {
  test.each(cases)(
    'when the answer is $answer and the event ($told) comes $timing, then it ends $end; told again, nothing changes',
    async (given) => {
      const send = await begin(given.answer, given.told);
      await play[given.timing](send);
      const first = await look(send);
      expect(first).toMatchObject({
        end: given.end,
        steps: stepsOf(given),
        attempt: attemptOf(given),
      });
      expect(first.confirmedAt !== null).toBe(given.end.includes('confirmed'));
      if (given.end.startsWith('sent')) expect(first.reason).toBeNull();

      await tell(send);
      await apply();
      await settle(send);
      expect(await look(send)).toEqual(first);
    },
  );

  test('after all of it the ledger is in order', async () => {
    expect(await findBrokenInvariants(query)).toEqual([]);
  });
});
