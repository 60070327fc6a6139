import { describe, expect, test } from '@jest/globals';
import { createClaims } from './claims.ts';

function setUp() {
  const lines: string[] = [];
  return { lines, claims: createClaims((line) => lines.push(line)) };
}
const good = { says: 'nobody was sent to twice', isMet: true, seen: '1000 calls' };

describe('The claims of a run', () => {
  test('when all held, then each is told, and the last line says so', () => {
    const { lines, claims } = setUp();
    claims.add(good);
    expect(lines).toEqual(['  PASS  nobody was sent to twice: 1000 calls']);
    expect(claims.judge()).toBe(true);
    expect(lines.at(-1)).toBe('\nPASS: all 1 claims held.');
  });

  test('when one did not hold, then the run failed', () => {
    const { lines, claims } = setUp();
    claims.add(good);
    claims.add({ ...good, isMet: false, seen: '1001 calls' });
    expect(claims.judge()).toBe(false);
    expect(lines.slice(-2)).toEqual([
      'FAIL  nobody was sent to twice: 1001 calls',
      '\nFAIL: 1 of 2 claims did not hold.',
    ]);
  });

  test('when nothing was shown, then nothing held', () => {
    expect(setUp().claims.judge()).toBe(false);
  });
});
