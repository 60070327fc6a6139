import { describe, expect, test } from '@jest/globals';
import type { AuditFacts } from './audit-facts.ts';
import { auditRun, hasFindings } from './audit-run.ts';
import { buildFacts, buildGrant, buildPush, key, now } from './test-support/build-facts.ts';

/** `rule: subject: what is wrong` of everything found. */
const findings = (given: Partial<AuditFacts>, isFinal = true): string[] =>
  auditRun(buildFacts(given), isFinal).lines.flatMap(({ name, findings: found }) =>
    found.map(({ subject, says }) => `${name}: ${subject}: ${says}`),
  );

const send = { tag: 'p1', key, at: now - 40_000 };

test('a clean run has no findings', () => {
  const audit = auditRun(buildFacts(), true);
  expect(hasFindings(audit)).toBe(false);
  expect(audit.lines.map(({ name }) => name)).toEqual([
    'lost',
    'doubled',
    'overspent',
    'stuck',
    'stale',
    'untrue',
    'held',
    'drift',
  ]);
});

describe('lost', () => {
  test('when a 202 was answered for a push that has no row, then it is lost', () => {
    const accepted = [{ tag: 'p9', pushIds: ['push-9'] }];
    expect(findings({ accepted })).toEqual([
      'lost: p9: 202 was answered for push-9, which has no row',
    ]);
  });

  test('when a push is called sent and WeChat never had it, then it is lost', () => {
    const pushes = [buildPush({ reason: 'inferred-by-43101' })];
    expect(findings({ pushes, sends: [], shown: new Map() }, false)).toEqual([
      'lost: p1: called sent (inferred-by-43101), but WeChat never had it',
    ]);
  });
});

describe('doubled', () => {
  test('when WeChat sent a push twice, then it is doubled, once, also where the phone shows both', () => {
    expect(findings({ sends: [send, send], shown: new Map([['p1', 2]]) })).toEqual([
      'doubled: p1: WeChat sent it 2 times',
    ]);
  });

  test('when the caller chose to resend, then a second message is counted and no fault', () => {
    const facts = buildFacts({
      pushes: [buildPush({ onUnconfirmed: 'resend' })],
      sends: [send, send],
      shown: new Map([['p1', 2]]),
    });
    const audit = auditRun(facts, true);
    expect(hasFindings(audit)).toBe(false);
    expect(audit.chosenDoubles).toBe(1);
  });

  test('when only a phone shows it twice, then it is doubled', () => {
    expect(findings({ shown: new Map([['p1', 2]]) })).toEqual([
      'doubled: p1: the phone shows it 2 times',
    ]);
  });

  test('when one key became two pushes, then it is doubled', () => {
    const pushes = [buildPush(), buildPush({ id: 'push-2', state: 'parked', grantId: null })];
    expect(findings({ pushes })).toEqual(['doubled: p1: one key, 2 pushes']);
  });

  test('when the caller was told two ids for one key, then it is doubled', () => {
    const accepted = [{ tag: 'p1', pushIds: ['push-1', 'push-2'] }];
    const pushes = [buildPush(), buildPush({ id: 'push-2', tag: 'p2', state: 'cancelled' })];
    expect(findings({ accepted, pushes })).toEqual(['doubled: p1: one key, told push-1, push-2']);
  });
});

describe('overspent', () => {
  test('when one grant paid for two messages, then it is overspent', () => {
    const pushes = [buildPush(), buildPush({ id: 'push-2', tag: 'p2' })];
    const sends = [send, { ...send, tag: 'p2' }];
    expect(findings({ pushes, sends })).toEqual([
      'overspent: p1, p2: paid for by one grant, grant-1',
      'overspent: p2: sent, but its grant is spent of push-1',
    ]);
  });

  test('when what paid for a message can pay again, then it is overspent', () => {
    const grants = [buildGrant({ state: 'available', pushId: null })];
    expect(findings({ grants })).toEqual([
      'overspent: p1: sent, but its grant is available of nobody',
    ]);
  });

  test('when the ledger holds more grants than WeChat gave, then it is overspent', () => {
    const grants = [buildGrant(), buildGrant({ id: 'grant-2', state: 'void', pushId: null })];
    expect(findings({ grants })).toEqual([
      `overspent: ${key}: 2 grants in the ledger, WeChat gave 1`,
    ]);
  });

  test('when a standing grant pays for many, then that is what it is for', () => {
    const grants = [buildGrant({ isStanding: true, state: 'available', pushId: null })];
    const pushes = [buildPush(), buildPush({ id: 'push-2', tag: 'p2' })];
    const sends = [send, { ...send, tag: 'p2' }];
    const cells = [{ key, granted: 1, spent: 0, available: 1, isStanding: true }];
    expect(findings({ grants, pushes, sends, cells })).toEqual([]);
  });
});

describe('stuck', () => {
  const open = (given: Parameters<typeof buildPush>[0]): Partial<AuditFacts> => ({
    pushes: [buildPush({ grantId: null, ...given })],
    grants: [],
    sends: [],
    shown: new Map(),
    cells: [],
    evidence: new Map(),
  });

  test.each(['queued', 'retrying', 'scheduled'])('when a push is %s past its time', (state) => {
    expect(findings(open({ state }))).toEqual([`stuck: p1: ${state} past its time`]);
  });

  test('when its app rests, or its time has not come, then it waits for something real', () => {
    expect(findings(open({ state: 'queued', isPaused: true }))).toEqual([]);
    expect(findings(open({ state: 'retrying', dueAt: now + 1 }))).toEqual([]);
  });

  test('when a push is sending past its lease', () => {
    const leaseUntil = now - 60_000;
    expect(findings(open({ state: 'sending', leaseUntil }))).toEqual([
      'stuck: p1: sending past its lease',
    ]);
  });

  test('when a push is parked beside a free grant, then it is stuck; beside one that another will take, it is not', () => {
    const grants = [buildGrant({ state: 'available', pushId: null })];
    const cells = [{ key, granted: 1, spent: 0, available: 1, isStanding: false }];
    const parked = buildPush({ state: 'parked', grantId: null });
    const queued = buildPush({ id: 'push-2', tag: 'p2', state: 'queued', dueAt: now });
    const world = { ...open({}), grants, cells };
    expect(findings({ ...world, pushes: [parked] })).toEqual([
      'stuck: p1: parked beside a free grant',
    ]);
    expect(findings({ ...world, pushes: [parked, queued] })).toEqual([]);
  });

  test('when an open push is past its end, whatever it waits for', () => {
    const expiresAt = now - 60_000;
    expect(findings(open({ state: 'parked', expiresAt }))).toEqual([
      'stuck: p1: parked past its end',
    ]);
  });
});

describe('stale', () => {
  test.each(['sent', 'queued', 'parked'])('when a %s push still reserves a grant', (state) => {
    const facts = {
      pushes: [buildPush({ state, dueAt: now, grantId: state === 'sent' ? null : 'grant-1' })],
      grants: [buildGrant({ state: 'reserved' })],
    };
    expect(findings(facts, false)).toContain(`stale: grant-1: reserved by p1, ${state}`);
  });

  test('when a grant is reserved by a push that holds another', () => {
    const pushes = [buildPush({ state: 'unconfirmed', grantId: 'grant-2' })];
    const grants = [buildGrant({ state: 'reserved' })];
    expect(findings({ pushes, grants }, false)).toEqual([
      'stale: grant-1: reserved by p1, unconfirmed',
    ]);
  });

  test('when a slot is held past its lease by a push that is not being sent', () => {
    const slots = [{ openid: 'o1', pushId: 'push-1', until: now - 1 }];
    expect(findings({ slots })).toEqual(['stale: o1: slot held by p1, sent']);
  });
});

describe('untrue', () => {
  test.each(['dead', 'expired', 'cancelled'])('when a %s push was sent', (state) => {
    const pushes = [buildPush({ state, grantId: null })];
    expect(findings({ pushes }, false)).toEqual([
      `untrue: p1: ${state} (no reason), but WeChat sent it`,
    ]);
  });

  test('when nobody knew at its end, then it is counted apart', () => {
    const pushes = [buildPush({ state: 'dead', reason: 'unconfirmed', isUnknown: true })];
    expect(findings({ pushes }, false)).toEqual([]);
    expect(auditRun(buildFacts({ pushes }), false).unknown).toBe(1);
  });

  test('when the caller was only ever told that it is refused, and it was sent', () => {
    const refused = new Map([['p1', 'invalid-request']]);
    expect(findings({ refused, accepted: [] })).toEqual([
      'untrue: p1: refused (invalid-request), but WeChat sent it',
    ]);
    expect(findings({ refused })).toEqual([]);
  });
});

describe('held', () => {
  const world = {
    pushes: [buildPush({ state: 'unconfirmed' })],
    grants: [buildGrant({ state: 'reserved' })],
    sends: [],
    shown: new Map<string, number>(),
    cells: [{ key, granted: 1, spent: 0, available: 1, isStanding: false }],
  };

  test('when a push is unconfirmed without evidence, then it is counted apart; after the verdict it is a finding', () => {
    expect(findings(world, false)).toEqual([]);
    expect(auditRun(buildFacts(world), false).held).toBe(1);
    expect(findings(world)).toEqual(['held: p1: unconfirmed after the verdict']);
  });
});

describe('drift', () => {
  test('when a grant is spent on a message that WeChat never had', () => {
    const pushes = [buildPush({ state: 'dead', reason: 'verdict-dead' })];
    const cells = [{ key, granted: 1, spent: 0, available: 1, isStanding: false }];
    expect(findings({ pushes, cells, sends: [], shown: new Map() })).toEqual([
      `drift: ${key}: 1 spent on no message`,
    ]);
  });

  test('when a push was given up unconfirmed, then its grant stays spent, and the difference is explained', () => {
    const pushes = [buildPush({ state: 'dead', reason: 'unconfirmed' })];
    const cells = [{ key, granted: 1, spent: 0, available: 1, isStanding: false }];
    const facts = buildFacts({ pushes, cells, sends: [], shown: new Map() });
    const audit = auditRun(facts, true);
    expect(hasFindings(audit)).toBe(false);
    expect(audit.explainedDrift).toBe(1);
  });

  test('when the ledger lacks a grant that a report or an event told of', () => {
    const evidence = new Map([[key, { reported: 1, witnessed: 2 }]]);
    const cells = [{ key, granted: 2, spent: 1, available: 1, isStanding: false }];
    expect(findings({ evidence, cells })).toEqual([
      `drift: ${key}: 1 grants, but 1 reports and 2 events told of them`,
    ]);
  });

  test('when neither told of a grant, then the difference is explained', () => {
    const cells = [{ key, granted: 2, spent: 1, available: 1, isStanding: false }];
    expect(auditRun(buildFacts({ cells }), true)).toMatchObject({ explainedDrift: 1 });
    expect(findings({ cells })).toEqual([]);
  });
});
