import { describe, expect, test } from '@jest/globals';
import { readAuditName, showAuditName } from './audit-name.ts';

const id = '0190a0b0-0000-7000-8000-000000000001';

describe('a name in the audit', () => {
  test.each([
    [`push:${id}`, `push:psh_${id}`],
    [`key:${id}`, `key:key_${id}`],
    [`replay:${id}`, `replay:rpl_${id}`],
    ['key:bootstrap', 'key:bootstrap'],
    ['app:wx0123456789abcdef', 'app:wx0123456789abcdef'],
    ['alarm:-:clock', 'alarm:-:clock'],
    ['worker', 'worker'],
    ['toString:x', 'toString:x'],
  ])(
    'when it is %s, then %s is shown and reads back, and the bare one is understood',
    (kept, shown) => {
      expect(showAuditName(kept)).toBe(shown);
      expect(readAuditName(shown)).toBe(kept);
      expect(readAuditName(kept)).toBe(kept);
    },
  );
});
