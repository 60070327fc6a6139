import { beforeEach, describe, expect, it } from '@jest/globals';
import { mergeSettings } from './app-settings.ts';
import { clearDailyCounts, quotaLimits, sendPath, takeQuota, usedToday } from './quotas.ts';
import { createSimApp, type SimApp } from './sim-app.ts';

const start = Date.UTC(2026, 10, 24, 1);
const minute = 60_000;
let app: SimApp;

beforeEach(() => {
  const settings = { appId: 'wxapp1', appSecret: 's', dailyQuota: 3, minuteQuota: 2 };
  app = createSimApp(mergeSettings(undefined, settings));
});

const take = (at: number, path = sendPath) => takeQuota({ app, path, at });

describe('quotas', () => {
  it('when a minute is used up, then 45011 until the next whole minute', () => {
    expect([take(start), take(start + 1), take(start + 2)]).toEqual([0, 0, 45011]);
    expect(take(start + minute)).toBe(0);
  });

  it('when a day is used up, then 45009 until midnight in Shanghai', () => {
    const times = [0, 1, 2, 3].map((count) => start + count * minute);
    expect(times.map((at) => take(at))).toEqual([0, 0, 0, 45009]);
    const midnight = Date.UTC(2026, 10, 24, 16);
    expect(take(midnight - 1)).toBe(45009);
    expect(take(midnight)).toBe(0);
  });

  it('when calls were refused here, then used does not pass the limit', () => {
    for (let count = 0; count < 9; count += 1) take(start + count * minute);
    expect(usedToday(app, sendPath, start + 9 * minute)).toBe(3);
  });

  it('when the counters are cleared, then calls go through again', () => {
    for (let count = 0; count < 4; count += 1) take(start + count * minute);
    clearDailyCounts(app);
    expect(take(start + 5 * minute)).toBe(0);
  });

  it('when one path is used up, then others are not; paths can be set one by one', () => {
    for (let count = 0; count < 4; count += 1) take(start);
    expect(take(start, '/wxaapi/newtmpl/gettemplate')).toBe(0);
    app.settings = { ...app.settings, quotas: { '/cgi-bin/token': { daily: 1 } } };
    expect(quotaLimits(app, '/cgi-bin/token').daily).toBe(1);
    expect(quotaLimits(app, '/cgi-bin/stable_token')).toEqual({ daily: 500_000, minute: 10_000 });
  });
});
