import { describe, expect, test } from '@jest/globals';
import { decideNext, decideTokenRefusal } from './decide-next.ts';
import type { Decision, PushInFlight } from './decision.ts';
import { asked, now, pushInFlight, refused } from './test-support/push-in-flight.ts';
import type { Outcome } from './vocabulary.ts';

const nothingMore = {
  dueAt: null,
  countsAsRetry: false,
  countsAsTokenRetry: false,
  refreshToken: false,
  appPause: null,
  templatePause: null,
  alarm: null,
};
const inMs = (ms: number): Date => new Date(now.getTime() + ms);
const delayOf = (decision: Decision): number | null =>
  decision.dueAt === null ? null : decision.dueAt.getTime() - now.getTime();
const decide = (outcome: Outcome, facts?: Partial<PushInFlight>, random?: () => number) =>
  decideNext(asked(outcome, facts, random));
const lowest = () => 0;
const highest = () => 0.999_999_999;
const lost: Outcome = { kind: 'unconfirmed', cause: 'timeout', httpStatus: null };
const notSent: Outcome = { kind: 'not-sent', cause: 'connect: refused' };

describe('an accepted attempt', () => {
  test('ends the push as sent and spends its grant, also past its expiry', () => {
    const sent = { ...nothingMore, state: 'sent', reason: null, grantEffect: 'spend' };
    const accepted: Outcome = { kind: 'accepted', msgid: '1988810812324364291' };
    expect(decide(accepted)).toEqual(sent);
    expect(decide(accepted, { expiresAt: inMs(-1) })).toEqual(sent);
    expect(decide(refused(0))).toEqual(sent);
  });

  test('WeChat saying that it has the message already counts as sent', () => {
    const decision = decide(refused(40241));
    expect(decision).toMatchObject({ state: 'sent', grantEffect: 'spend' });
    expect(decision.reason).toMatchObject({ code: 'inferred-by-40241', errcode: 40241 });
  });
});

describe('a refusal that is about the push itself', () => {
  test.each([
    [40003, 'invalid-openid', false],
    [41030, 'page-invalid', false],
    [45168, 'content-blocked', false],
    [40097, 'request-invalid', false],
    [47001, 'request-invalid', true],
    [40163, 'request-invalid', true],
  ])('%d ends it dead, reason %s, and gives the grant back', (errcode, code, alarms) => {
    const decision = decide(refused(errcode));
    expect(decision).toMatchObject({ state: 'dead', grantEffect: 'release', dueAt: null });
    expect(decision.reason).toMatchObject({ code, errcode });
    expect(decision.alarm !== null).toBe(alarms);
  });

  test('47003 names the keyword', () => {
    const decision = decide(refused(47003, 'argument invalid! data.thing1.value invalid rid: 1'));
    expect(decision.reason).toMatchObject({ code: 'template-data-invalid', errcode: 47003 });
    expect(decision.reason?.message).toMatch(/^Keyword thing1: /);
  });

  test('47003 without a keyword in its text is told without one, and so is any other code', () => {
    expect(decide(refused(47003, 'argument invalid!')).reason?.message).toMatch(/^A value/);
    const other = decide(refused(40097, 'invalid args data.thing1.value'));
    expect(other.reason?.message).toBe('A parameter is wrong.');
  });

  test('40037 also pauses the template until somebody mends it, with an alarm in words of its own', () => {
    const decision = decide(refused(40037, 'invalid template_id, rid: 1-2-3'));
    expect(decision).toMatchObject({ state: 'dead', grantEffect: 'release', appPause: null });
    const reason = { code: 'template-invalid', errcode: 40037 };
    expect(decision.templatePause).toMatchObject({ kind: 'template', until: null, reason });
    expect(decision.alarm?.code).toBe('errcode-40037');
    expect(decision.alarm?.message).toMatch(/\(errcode 40037: invalid template_id\)$/);
  });
});

describe('no grant (43101)', () => {
  test.each([
    ['park', 'parked'],
    ['reject', 'dead'],
    ['send-anyway', 'dead'],
  ] as const)('onNoGrant %s ends in %s and voids the key, without an alarm', (onNoGrant, state) => {
    const decision = decide(refused(43101), { onNoGrant });
    expect(decision).toMatchObject({ ...nothingMore, state, grantEffect: 'void-key' });
    expect(decision.reason).toMatchObject({ code: 'no-grant', errcode: 43101 });
  });

  test('past its expiry the push is expired rather than parked', () => {
    const decision = decide(refused(43101), { expiresAt: now });
    expect(decision).toMatchObject({ state: 'expired', grantEffect: 'void-key' });
    expect(decision.reason).toMatchObject({ code: 'expired', errcode: 43101 });
  });

  test.each(['park', 'reject', 'send-anyway'] as const)(
    'after an unconfirmed attempt it is proof of delivery: sent, never parked (onNoGrant %s)',
    (onNoGrant) => {
      const decision = decide(refused(43101), { onNoGrant, hadUnconfirmed: true });
      expect(decision).toMatchObject({ ...nothingMore, state: 'sent', grantEffect: 'spend' });
      expect(decision.reason).toMatchObject({ code: 'inferred-by-43101', errcode: 43101 });
    },
  );

  test.each([
    ['grant-unknown', { hasGrant: false, onNoGrant: 'send-anyway' }],
    ['verdict-doubted', { hasVerdict: true }],
    ['verdict-doubted', { hasVerdict: true, hasGrant: false }],
  ] as const)(
    'after an unconfirmed attempt that proves nothing (%s, %j) a person must judge: neither sent nor parked',
    (code, facts) => {
      const decision = decide(refused(43101), { hadUnconfirmed: true, ...facts });
      expect(decision).toMatchObject({ state: 'unconfirmed', grantEffect: 'keep', alarm: null });
      expect(decision.reason).toMatchObject({ code, errcode: 43101 });
    },
  );

  test('a verdict says nothing of a push that was never unconfirmed', () => {
    expect(decide(refused(43101), { hasVerdict: true }).state).toBe('parked');
  });
});

describe('WeChat is busy (-1)', () => {
  test.each([0, 1, 2, 3, 4])('after %d retries it backs off with full jitter', (retries) => {
    const most = 1000 * 2 ** retries;
    const decision = decide(refused(-1), { retries });
    expect(decision).toMatchObject({ state: 'retrying', grantEffect: 'release' });
    expect(decision.countsAsRetry).toBe(true);
    expect(decision.reason).toMatchObject({ code: 'wechat-busy', errcode: -1 });
    expect(delayOf(decide(refused(-1), { retries }, lowest))).toBe(0);
    expect(delayOf(decision)).toBe(most / 2);
    expect(delayOf(decide(refused(-1), { retries }, highest))).toBe(most - 1);
  });

  test('after 5 retries it is a dead letter, with an alarm', () => {
    const decision = decide(refused(-1), { retries: 5 });
    expect(decision).toMatchObject({ state: 'dead', grantEffect: 'release', dueAt: null });
    expect(decision.reason).toMatchObject({ code: 'retries-exhausted', errcode: -1 });
    expect(decision.alarm?.code).toBe('wechat-busy');
  });

  test('a last refusal says so where an earlier attempt may have been delivered', () => {
    const told = /An earlier attempt may have been delivered\.$/;
    expect(decide(refused(47003), { hadUnconfirmed: true }).reason?.message).toMatch(told);
    expect(decide(refused(-1), { hadUnconfirmed: true, retries: 9 }).reason?.message).toMatch(told);
    expect(decide(refused(47003)).reason?.message).not.toMatch(told);
  });

  test('a retry that would come after the expiry ends the push now, and counts nothing', () => {
    const facts = { expiresAt: inMs(500) };
    const decision = decide(refused(-1), facts);
    expect(decision).toMatchObject({ ...nothingMore, state: 'expired', grantEffect: 'release' });
    expect(decision.reason).toMatchObject({ code: 'expired', errcode: -1 });
    expect(decide(refused(-1), { expiresAt: inMs(501) }).state).toBe('retrying');
    const doubted = decide(refused(-1), { ...facts, hadUnconfirmed: true });
    expect(doubted).toMatchObject({ state: 'retrying', dueAt: inMs(500) });
  });
});

describe('a code nobody knows', () => {
  test('is tried once more and alarms', () => {
    const decision = decide(refused(99999));
    expect(decision).toMatchObject({ state: 'retrying', countsAsRetry: true });
    expect(decision.alarm?.code).toBe('errcode-99999');
  });

  test('then is a dead letter of its own reason', () => {
    const decision = decide(refused(99999), { retries: 1 });
    expect(decision).toMatchObject({ state: 'dead', reason: { code: 'unknown-errcode' } });
    expect(decision.alarm?.code).toBe('errcode-99999');
  });
});

describe("the user's slot at WeChat is taken (43108)", () => {
  test('waits 200 ms to 2 s and uses up no retry', () => {
    expect(delayOf(decide(refused(43108), {}, lowest))).toBe(200);
    expect(delayOf(decide(refused(43108), {}, highest))).toBe(1999);
    const decision = decide(refused(43108), { attemptNumber: 19, retries: 5 });
    expect(decision).toMatchObject({ state: 'retrying', countsAsRetry: false, alarm: null });
  });

  test('from the 20th attempt on it counts as a retry, and ends', () => {
    const facts = { attemptNumber: 20 };
    expect(decide(refused(43108), facts)).toMatchObject({ state: 'retrying', countsAsRetry: true });
    expect(decide(refused(43108), { ...facts, retries: 5 }).state).toBe('dead');
  });
});

describe('a refused token', () => {
  test.each([
    [0, 50, 249],
    [1, 1000, 1999],
    [2, 5000, 9999],
  ])('after %d refusals waits from %d to %d ms for a new one', (tokenRetries, least, most) => {
    for (const errcode of [40001, 40014, 42001]) {
      const decision = decide(refused(errcode), { tokenRetries });
      expect(decision).toMatchObject({ state: 'retrying', grantEffect: 'release', appPause: null });
      expect(decision).toMatchObject({ refreshToken: true, countsAsTokenRetry: true });
      expect(decision.countsAsRetry).toBe(false);
    }
    expect(delayOf(decide(refused(40001), { tokenRetries }, lowest))).toBe(least);
    expect(delayOf(decide(refused(40001), { tokenRetries }, highest))).toBe(most);
  });

  test('then pauses the app for 5 minutes with an alarm, and the push waits unharmed', () => {
    const decision = decide(refused(40001), { tokenRetries: 3 });
    expect(decision).toMatchObject({ state: 'retrying', dueAt: now, refreshToken: true });
    expect(decision).toMatchObject({ countsAsRetry: false, countsAsTokenRetry: false });
    expect(decision.appPause).toMatchObject({ kind: 'configuration', until: inMs(300_000) });
    expect(decision.appPause?.reason.code).toBe('token-refused');
    expect(decision.alarm?.code).toBe('token-refused');
  });
});

describe('quota', () => {
  test('45011 holds the app and the push until just past the next minute, without an alarm', () => {
    const decision = decide(refused(45011), {}, lowest);
    const until = new Date('2026-03-01T10:01:00.500Z');
    expect(decision).toMatchObject({ state: 'retrying', dueAt: until, grantEffect: 'release' });
    expect(decision).toMatchObject({ countsAsRetry: false, alarm: null });
    expect(decision.appPause).toMatchObject({ kind: 'quota-minute', until });
    expect(decision.reason).toMatchObject({ code: 'quota-minute', errcode: 45011 });
  });

  test('45009 holds the app until after midnight in Shanghai, with an alarm; the push is due when the app is', () => {
    const decision = decide(refused(45009), {}, lowest);
    const until = new Date('2026-03-01T16:03:00.000Z');
    expect(decision).toMatchObject({ state: 'retrying', dueAt: now, countsAsRetry: false });
    expect(decision.appPause).toMatchObject({ kind: 'quota-daily', until });
    expect(decision.alarm?.code).toBe('errcode-45009');
  });

  test('a push that is over anyway expires, and the app pauses all the same', () => {
    const decision = decide(refused(45009), { expiresAt: now });
    expect(decision.state).toBe('expired');
    expect(decision.appPause?.kind).toBe('quota-daily');
    expect(decision.alarm).not.toBeNull();
  });
});

describe('a configuration error', () => {
  test.each([
    [40013, null],
    [40125, null],
    [48001, null],
    [40164, null],
    [89501, inMs(600_000)],
    [89506, inMs(86_400_000)],
    [89507, inMs(3_600_000)],
  ])('%d pauses the app until %s; the push waits and keeps its retries', (errcode, until) => {
    const decision = decide(refused(errcode), { retries: 5 });
    expect(decision).toMatchObject({ state: 'retrying', dueAt: now, grantEffect: 'release' });
    expect(decision.countsAsRetry).toBe(false);
    const reason = { code: 'app-configuration', errcode };
    expect(decision.appPause).toMatchObject({ kind: 'configuration', until, reason });
    expect(decision.alarm?.code).toBe(`errcode-${errcode}`);
  });

  test('50002 rests the app once; met again by the same push it is about the user: dead, and the app goes on', () => {
    const first = decide(refused(50002));
    expect(first).toMatchObject({ state: 'retrying', countsAsRetry: true });
    expect(first.appPause).toMatchObject({ kind: 'configuration', until: inMs(600_000) });
    const second = decide(refused(50002), { retries: 1 });
    expect(second).toMatchObject({ state: 'dead', grantEffect: 'release', appPause: null });
    expect(second.alarm?.code).toBe('errcode-50002');
  });
});

describe('an answer that did not arrive', () => {
  test.each(['reconcile', 'hold'] as const)(
    'onUnconfirmed %s keeps the push and its grant where they are (P4)',
    (onUnconfirmed) => {
      for (const outcome of [lost, refused(102)]) {
        const decision = decide(outcome, { onUnconfirmed });
        expect(decision).toMatchObject({ ...nothingMore, state: 'unconfirmed' });
        expect(decision.grantEffect).toBe('keep');
        expect(decision.reason?.code).toBe('unconfirmed');
      }
      expect(decide(lost, { onUnconfirmed, expiresAt: now }).state).toBe('unconfirmed');
    },
  );

  test('onUnconfirmed resend backs off and goes out again, its grant set free', () => {
    const decision = decide(lost, { onUnconfirmed: 'resend', retries: 2 });
    expect(decision).toMatchObject({ state: 'retrying', grantEffect: 'release' });
    expect(decision).toMatchObject({ countsAsRetry: true, dueAt: inMs(2000) });
    expect(decision.reason?.code).toBe('resend');
    expect(decide(refused(102), { onUnconfirmed: 'resend' }).reason).toMatchObject({
      code: 'resend',
      errcode: 102,
    });
  });

  test('resend ends after 5 times, and where the next would come too late: unconfirmed, never expired', () => {
    const resend = { onUnconfirmed: 'resend' } as const;
    for (const facts of [{ retries: 5 }, { expiresAt: inMs(500) }]) {
      const decision = decide(lost, { ...resend, ...facts });
      expect(decision).toMatchObject({ state: 'unconfirmed', grantEffect: 'keep', dueAt: null });
    }
  });
});

describe('a request that never left', () => {
  test('is tried until the push expires, slower with each attempt, and gives the grant back', () => {
    const decision = decide(notSent, { retries: 5 });
    expect(decision).toMatchObject({ state: 'retrying', grantEffect: 'release', alarm: null });
    expect(decision.countsAsRetry).toBe(false);
    expect(decision.reason?.code).toBe('not-sent');
    expect(delayOf(decision)).toBe(500);
    expect(delayOf(decide(notSent, { attemptNumber: 4 }))).toBe(4000);
    expect(delayOf(decide(notSent, { attemptNumber: 5000 }, highest))).toBe(299_999);
    expect(decide(notSent, { expiresAt: now }).state).toBe('expired');
  });

  test('from the fifth attempt on an operator is told that WeChat cannot be reached', () => {
    expect(decide(notSent, { attemptNumber: 4 }).alarm).toBeNull();
    expect(decide(notSent, { attemptNumber: 5 }).alarm?.code).toBe('wechat-unreachable');
  });
});

describe('an app to which WeChat gives no token', () => {
  const refuse = (errcode: number) =>
    decideTokenRefusal({
      push: pushInFlight({ retries: 5 }),
      now,
      random: () => 0.5,
      errcode,
      errmsg: 'invalid ip 203.0.113.5 ipv6 ::ffff:203.0.113.5, not in whitelist rid: 1',
    });

  test('pauses as the table says, the push waits, and the alarm holds the address', () => {
    const decision = refuse(40164);
    expect(decision).toMatchObject({ state: 'retrying', dueAt: now, grantEffect: 'release' });
    expect(decision.appPause).toMatchObject({ kind: 'configuration', until: null });
    expect(decision.alarm?.message).toMatch(/203\.0\.113\.5/);
    expect(refuse(89507).appPause?.until).toEqual(inMs(3_600_000));
  });

  test('40001 means a wrong AppSecret there: the app rests 10 minutes', () => {
    expect(refuse(40001).appPause).toMatchObject({
      kind: 'configuration',
      until: inMs(600_000),
      reason: { code: 'app-configuration', errcode: 40001 },
    });
  });

  test('anything else is a request that never left', () => {
    const decision = refuse(-1);
    expect(decision).toMatchObject({ state: 'retrying', appPause: null, countsAsRetry: false });
    expect(decision.reason).toMatchObject({ code: 'not-sent' });
  });
});

describe('what a person reads', () => {
  const late = { expiresAt: now };
  test.each<[string, Outcome, Partial<PushInFlight>, string]>([
    ['never left', notSent, {}, 'The request never reached WeChat (connect: refused).'],
    [
      'expired on its way',
      notSent,
      late,
      'The push expired before it could be tried again. The request never reached WeChat (connect: refused).',
    ],
    [
      'in doubt',
      lost,
      {},
      'The answer did not arrive (timeout): WeChat may or may not have sent the message.',
    ],
    ['given up', refused(-1), { retries: 5 }, 'Given up after 5 retries. WeChat is busy.'],
    [
      'delivered by the first attempt',
      refused(43101),
      { hadUnconfirmed: true },
      'An earlier, unconfirmed attempt used the grant: the message was delivered.',
    ],
  ])('of a push %s is why', (_name, outcome, facts, message) => {
    expect(decide(outcome, facts).reason?.message).toBe(message);
  });

  test('of an unreachable WeChat and of a missing token is the cause', () => {
    expect(decide(notSent, { attemptNumber: 5 }).alarm?.message).toBe(
      'WeChat cannot be reached (connect: refused).',
    );
    const asking = { push: pushInFlight(), now, random: () => 0.5, errmsg: 'system error' };
    expect(decideTokenRefusal({ ...asking, errcode: -1 }).reason?.message).toBe(
      'The request never reached WeChat (no token: errcode -1).',
    );
  });
});
