import { describe, expect, test } from '@jest/globals';
import { decideNext } from './decide-next.ts';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { pauseAlarms } from './pause-alarms.ts';
import { pauseWithoutToken } from './pause-without-token.ts';
import { asked, now, refused } from './test-support/push-in-flight.ts';

const random = () => 0;
const refusal = (errcode: number) => ({ errcode, errmsg: '', now, random });

describe('alarms of pauses', () => {
  test.each(errcodeTable.map(({ code }) => [code]))(
    'when errcode %i pauses the app with an alarm, then it is one that ends with the pause',
    (errcode) => {
      for (const tokenRetries of [0, 9]) {
        const { appPause, alarm } = decideNext(asked(refused(errcode), { tokenRetries }));
        if (appPause !== null && alarm !== null) expect(pauseAlarms).toContain(alarm.code);
      }
      for (const kind of ['not-given', 'not-taken'] as const) {
        const { pause, alarm } = pauseWithoutToken({ kind, ...refusal(errcode) });
        if (pause !== null) expect(pauseAlarms).toContain(alarm.code);
      }
    },
  );

  test('when an errcode only ends the push, then its alarm is no pause’s', () => {
    expect(pauseAlarms).toContain('errcode-45009');
    expect(pauseAlarms).not.toContain('errcode-40003');
    expect(pauseAlarms).not.toContain('errcode-40037');
  });
});
