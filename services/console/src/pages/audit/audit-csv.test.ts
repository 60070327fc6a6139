import { describe, expect, it } from '@jest/globals';
import { auditCsv } from './audit-csv.ts';

const entry = {
  ...{
    id: '1',
    at: '2026-01-05T08:00:00.000Z',
    actor: 'key:bootstrap',
    action: 'app.pause',
    target: 'app:wx1',
  },
  ...{ appId: 'wx1', before: null, after: { state: 'paused' }, requestId: null },
};

describe('the audit as CSV', () => {
  it('keeps commas, quotes and lines of what people wrote inside their cell', () => {
    const csv = auditCsv([{ ...entry, reason: 'a, "b"\nc' }]);
    expect(csv).toContain('"a, ""b""\nc"');
    expect(csv).toContain('"{""state"":""paused""}"');
    expect(csv.startsWith('\uFEFFat,actor,action')).toBe(true);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@sum'])(
    '%s is no formula to a spreadsheet',
    (reason) => {
      const cells = auditCsv([{ ...entry, reason }]).split('\r\n')[1]!;
      expect(cells).toMatch(/,"?'[=+\-@]/);
    },
  );
});
