import { describe, expect, test } from '@jest/globals';
import { isHeld } from '../run-chaos.ts';
import type { PlannedPush } from '../plan/plan-load.ts';
import { auditRun } from './audit-run.ts';
import { findIdle } from './find-idle.ts';
import { buildFacts } from './test-support/build-facts.ts';

const accepted = (count: number, state = 'queued') =>
  Array.from({ length: count }, (_, at) => ({ push: { tag: `p${at}` } as PlannedPush, state }));
const sends = (count: number) => Array.from({ length: count }, (_, at) => ({ tag: `p${at}` }));
const subjects = (given: Partial<Parameters<typeof findIdle>[0]>) =>
  findIdle({ accepted: accepted(20), sends: sends(19), counts: new Map(), ...given }).map(
    ({ subject }) => subject,
  );

describe('a run that tried nothing', () => {
  test.each<[string, Parameters<typeof subjects>[0], string[]]>([
    ['most was sent', {}, []],
    ['nothing was accepted', { accepted: [], sends: [] }, ['accepted']],
    ['all that was accepted parked', { accepted: accepted(20, 'parked') }, ['accepted']],
    ['hardly anything was sent', { sends: sends(4) }, ['sends']],
    ['other messages were sent', { sends: [{ tag: 'x' }] }, ['sends']],
    ['a request was never answered', { counts: new Map([['never answered', 1]]) }, ['answers']],
  ])('when %s, then it says so', (_, given, expected) => {
    expect(subjects(given)).toEqual(expected);
  });

  test('when every request was refused, then the run does not hold, though the ledgers agree', () => {
    const nothing = { accepted: [], pushes: [], grants: [], sends: [], cells: [] };
    const facts = buildFacts({ ...nothing, shown: new Map(), evidence: new Map() });
    const audit = auditRun(facts, true);
    const outcome = {
      crashes: [],
      quiet: { isQuiet: true, tookMs: 1 },
      first: audit,
      final: audit,
    };
    const idle = findIdle({ accepted: [], sends: [], counts: new Map() });
    expect(isHeld({ ...outcome, idle })).toBe(false);
    expect(isHeld({ ...outcome, idle: [] })).toBe(true);
  });
});
