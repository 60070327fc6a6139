import { expect, test } from '@jest/globals';
import { failed, ok, skipped, warning } from './finding.ts';
import { renderFindings, worstOf } from './render-findings.ts';

test('each finding is a line, what to do stands below it, the count at the end', () => {
  const found = [
    ok('Node.js', '24.1.0.'),
    failed('Redis', 'It evicts.', 'Set noeviction.'),
    skipped('MASTER_KEY', 'It cannot be read.'),
  ];
  expect(renderFindings(found)).toBe(
    [
      'ok       Node.js     24.1.0.',
      'FAILED   Redis       It evicts.',
      '                     → Set noeviction.',
      'not seen MASTER_KEY  It cannot be read.',
      '',
      '3 looked at, 1 failed, 0 to be warned of, 1 not seen.',
    ].join('\n'),
  );
});

test('the worst of them counts; what could not be seen is not worse than what it hangs on', () => {
  const [well, odd] = [ok('a', 'A.'), warning('b', 'B.', 'C.')];
  expect(worstOf([well, skipped('d', 'D.')])).toBe('ok');
  expect(worstOf([well, odd])).toBe('warning');
  expect(worstOf([well, odd, failed('e', 'E.', 'F.')])).toBe('failed');
});
