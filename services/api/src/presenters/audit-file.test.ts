import { describe, expect, test } from '@jest/globals';
import { auditToCsv, auditToNdjson } from './audit-file.ts';

const entry = {
  ...{ id: 'i', at: '2026-01-05T08:00:00.000Z', actor: 'key:bootstrap', action: 'app.pause' },
  ...{ target: 'app:wx1', appId: 'wx1', before: null, after: { kind: 'operator' } },
  ...{ reason: '审核 "new", texts', requestId: null },
};

describe('the audit as a file', () => {
  test('when it is CSV, then quotes, commas and nothing are told apart', () => {
    expect(auditToCsv([entry])).toBe(
      `\uFEFFat,actor,action,target,appId,reason,before,after,requestId,id\r\n` +
        `2026-01-05T08:00:00.000Z,key:bootstrap,app.pause,app:wx1,wx1,"审核 ""new"", texts",,"{""kind"":""operator""}",,i\r\n`,
    );
    expect(auditToCsv([])).toMatch(/^\uFEFFat,.*,id\r\n$/);
  });

  test.each(['=1+1', '+1', '-1', '@cmd', '\tx', '=HYPERLINK("http://x","y")'])(
    'when somebody wrote %j, then no spreadsheet computes it',
    (reason) => {
      const line = auditToCsv([{ ...entry, reason }]).split('\r\n')[1]!;
      expect(line).toMatch(/,"?'[=+\-@\t]/);
    },
  );

  test('when it is lines of JSON, then each entry is one', () => {
    const lines = auditToNdjson([entry, { ...entry, reason: 'a\nb' }]).split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[1]!)).toMatchObject({ reason: 'a\nb' });
  });
});
