import { describe, expect, test } from '@jest/globals';
import { createUpkeepRepository } from '../repositories/upkeep.repository.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query, sweeps } = ledger;
const upkeep = createUpkeepRepository(ledger.core);

describe('Pauses over', () => {
  test('when a pause of an app has ended by itself, then the alarms that came with it are over', async () => {
    const { appId } = await ledger.newApp();
    const pauseUntil = (when: string) =>
      query(
        `update apps set pause_kind = 'quota-daily', paused_until = now() ${when} where app_id = $1`,
        [appId],
      );
    for (const code of ['errcode-45009', 'quota-forecast'])
      await upkeep.raiseAlarm({ appId, code, message: 'm' });
    const standing = async () =>
      (await upkeep.listAlarms({ limit: 9, cursor: null })).items
        .filter((alarm) => alarm.appId === appId && alarm.resolvedAt === null)
        .map(({ code }) => code)
        .toSorted();
    await pauseUntil(`+ interval '1 hour'`);
    await sweeps.endPauses();
    expect(await standing()).toEqual(['errcode-45009', 'quota-forecast']);
    await pauseUntil(`- interval '1 second'`);
    await sweeps.endPauses();
    expect(await standing()).toEqual(['quota-forecast']);
  });
});
