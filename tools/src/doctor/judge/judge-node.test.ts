import { expect, test } from '@jest/globals';
import { judgeNode } from './judge-node.ts';

const now = new Date('2026-11-01T00:00:00Z');

test.each([
  ['20.18.3', 'failed', /too old/],
  ['18.20.0', 'failed', /too old/],
  ['20.19.0', 'warning', /no security fixes since 2026-04-30/],
  ['22.12.0', 'ok', /^22\.12\.0/],
  ['24.11.0', 'ok', /^24\.11\.0/],
  ['25.1.0', 'warning', /no long-term release/],
])('Node.js %s is judged %s', (version, status, detail) => {
  const finding = judgeNode({ version, now });
  expect(finding.status).toBe(status);
  expect(finding.detail).toMatch(detail);
});

test('a release is well to the end of its last day', () => {
  const at = (time: string) => judgeNode({ version: '20.19.0', now: new Date(time) }).status;
  expect(at('2026-04-30T23:00:00Z')).toBe('ok');
  expect(at('2026-05-01T00:00:00Z')).toBe('warning');
});
