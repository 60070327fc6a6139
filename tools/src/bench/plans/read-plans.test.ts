import { describe, expect, test } from '@jest/globals';
import { groupPlans, readPlans } from './read-plans.ts';

const at = '2026-01-01 00:00:00.000 UTC [7] ';
const nested = (ms: string): string => `${at}LOG:  duration: ${ms} ms  plan:
\tQuery Text: select 1 from users
\tLockRows  (cost=0.1..2 rows=1) (actual time=0.1..${ms} rows=1)
\t  Buffers: shared hit=3
${at}CONTEXT:  SQL statement "select 1 from users"
\tPL/pgSQL function lock_users(uuid[]) line 4 at PERFORM
\tSQL statement "SELECT lock_users(x)"
\tPL/pgSQL function claim_pushes(uuid[],integer[],text) line 12 at PERFORM
`;
const plain = `${at}LOG:  duration: 9.5 ms  plan:
\tQuery Text: insert into events
\tInsert on events  (cost=0.1..2 rows=1)
${at}LOG:  checkpoint starting: time
\tsomething else
`;

describe('plans in the log of PostgreSQL', () => {
  test('when a statement runs inside of functions, then the outermost and the innermost are told', () => {
    expect(readPlans(nested('0.250'))).toEqual([
      {
        durationMs: 0.25,
        text: 'Query Text: select 1 from users\nLockRows  (cost=0.1..2 rows=1) (actual time=0.1..0.250 rows=1)\n  Buffers: shared hit=3',
        place: { outer: 'claim_pushes', inner: 'lock_users', line: 4 },
      },
    ]);
  });

  test('when a statement is plain, then it has no place; other entries are no plans', () => {
    const [plan, ...others] = readPlans(plain);
    expect(plan).toMatchObject({ durationMs: 9.5, place: null });
    expect(plan?.text).not.toContain('something else');
    expect(others).toEqual([]);
  });

  test('when a statement ran several times, then its group has the plan of the slowest, and the dearest group comes first', () => {
    const groups = groupPlans(readPlans(nested('1.0') + plain + nested('3.0') + nested('2.0')));
    expect(groups).toMatchObject([
      { place: null, times: 1, medianMs: 9.5 },
      { place: { outer: 'claim_pushes' }, times: 3, medianMs: 2, maxMs: 3 },
    ]);
    expect(groups[1]?.text).toContain('time=0.1..3.0');
  });
});
