import { expect, test } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import { createTokenRepository } from './token.repository.ts';
import { createUpkeepRepository } from './upkeep.repository.ts';

const { core } = await openTestCore({ poolMax: 2 });
const upkeep = createUpkeepRepository(core);
const apps = createAppRepository(core);
const tokens = createTokenRepository(core);
const cgiPath = '/cgi-bin/message/subscribe/send';

test('every app is measured: one with nothing, and one with a pause, a token and a quota of which the last reading counts', async () => {
  for (const appId of ['wx-new', 'wx-old']) await apps.create({ appId, name: 'x', appSecret: 'x' });
  const expiresAt = new Date(Date.now() + 7_200_000);
  const leaseId = (await tokens.takeRefreshLease({ appId: 'wx-old', generation: 0 }))!;
  await tokens.save({ appId: 'wx-old', accessToken: 'TOKEN', expiresAt, leaseId });
  const reason = { code: 'configuration', message: 'x' };
  await apps.pause({ appId: 'wx-old', kind: 'configuration', reason, until: null });
  for (const remain of [900, 40])
    await upkeep.saveQuota({
      appId: 'wx-old',
      cgiPath,
      dailyLimit: 1000,
      used: 1000 - remain,
      remain,
    });
  const measured = await upkeep.readAppGauges(cgiPath);
  expect(measured.find(({ appId }) => appId === 'wx-new')).toEqual({
    ...{ appId: 'wx-new', pauseKind: null, pausedTemplates: 0 },
    ...{ generation: null, expiresAt: null, dailyLimit: null, remain: null },
  });
  expect(measured.find(({ appId }) => appId === 'wx-old')).toEqual({
    ...{ appId: 'wx-old', pauseKind: 'configuration', pausedTemplates: 0 },
    ...{ generation: 1, expiresAt, dailyLimit: 1000, remain: 40 },
  });
});

test('open alarms are counted by app and code, those of endpoints together; who is acknowledged or over is none', async () => {
  const raise = (appId: string | null, code: string) =>
    upkeep.raiseAlarm({ appId, code, message: 'x' });
  await raise(null, 'webhook-disabled:whe_1');
  await raise(null, 'webhook-disabled:whe_2');
  await raise('wx-old', 'errcode-45009');
  await raise('wx-old', 'errcode-45009');
  await raise('wx-old', 'token-conflict');
  await raise('wx-old', 'quota-forecast');
  await upkeep.acknowledgeAlarm({ appId: 'wx-old', code: 'token-conflict', by: 'ada' });
  await upkeep.resolveAlarm({ appId: 'wx-old', code: 'quota-forecast' });
  const open = await upkeep.countOpenAlarms();
  expect(open.sort((a, b) => a.code.localeCompare(b.code))).toEqual([
    { appId: 'wx-old', code: 'errcode-45009', count: 1 },
    { appId: null, code: 'webhook-disabled', count: 2 },
  ]);
});
