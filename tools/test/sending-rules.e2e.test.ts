import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { engines } from './open-private-stack.ts';
import { openDriverStage } from './support/open-driver-stage.ts';

jest.setTimeout(240_000);

const timeZone = 'Asia/Shanghai';
const localTime = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone, hour: '2-digit', minute: '2-digit' },
});
/** Quiet hours that began an hour ago and end then, whatever the clock shows. */
const quietFor = (minutes: number, then: 'hold' | 'drop' = 'hold') => {
  const at = (offset: number) => localTime.format(Date.now() + offset * 60_000);
  return { quietHours: { from: at(-60), to: at(minutes), timeZone, then, spreadSeconds: 0 } };
};

describe.each(engines)('When drivers may be sent something, on $engine', ({ queueUrl }) => {
  let stage: Awaited<ReturnType<typeof openDriverStage>>;
  beforeAll(async () => {
    stage = await openDriverStage({ queueUrl });
  });
  beforeEach(() => stage.setRules({}));
  /** Where rules of this kind have moved the push. */
  const movesBy = async (id: string, code: string) => {
    const moves = (await stage.timeline(id)).filter(({ reason }) => reason?.code === code);
    return moves.map(({ to }) => to);
  };
  afterAll(() => stage.close());

  test('when it is night, then he reads only what is urgent; the rest says until when it waits, uses no grant, and goes out once it may', async () => {
    const driver = await stage.newDriver();
    await stage.allow(driver, 2);
    await stage.setRules(quietFor(180));
    expect(await stage.explain(driver)).toBe('would-wait');
    expect(await stage.explain(driver, { ttlSeconds: 600 })).toBe('would-expire');
    const { id } = await stage.push(driver, '水果');
    await stage.until(id, { state: 'scheduled', reason: { code: 'quiet-hours' } });
    const { heldUntil = '' } = await stage.read(id);
    expect(Date.parse(heldUntil) - Date.now()).toBeGreaterThan(3_600_000);
    const urgent = await stage.push(driver, '道路封闭', { isUrgent: true });
    await stage.until(urgent.id, { state: 'sent' });
    expect([await stage.available(driver), await stage.shown(driver)]).toEqual([1, ['道路封闭']]);
    await stage.setRules({});
    await stage.until(id, { state: 'sent' });
    expect(await stage.shown(driver)).toEqual(['道路封闭', '水果']);
    expect(await movesBy(id, 'quiet-hours')).toEqual(['scheduled']);
  });

  test('when what comes at night is worth nothing in the morning, then it is dropped, and the grant stays', async () => {
    const driver = await stage.newDriver();
    await stage.allow(driver);
    await stage.setRules(quietFor(180, 'drop'));
    expect(await stage.explain(driver)).toBe('would-be-dropped');
    const { id } = await stage.push(driver, '鲜花');
    await stage.until(id, { state: 'cancelled', reason: { code: 'quiet-hours' } });
    expect(await movesBy(id, 'quiet-hours')).toEqual(['cancelled']);
    expect([await stage.available(driver), await stage.shown(driver)]).toEqual([1, []]);
  });

  test('when he has had as many as he may, then the next waits, and goes out once it may', async () => {
    const driver = await stage.newDriver();
    await stage.allow(driver, 4);
    const caps = [{ most: 2, perSeconds: 3_600, then: 'hold' }];
    await stage.setRules({ templates: [{ templateId: stage.templateId, caps }] });
    const ids: string[] = [];
    for (const goods of ['一', '二', '三', '四']) ids.push((await stage.push(driver, goods)).id);
    const ends = async () => {
      const states = await Promise.all(ids.map(async (id) => (await stage.read(id)).state));
      return states.sort();
    };
    await expectSoon(ends, ['scheduled', 'scheduled', 'sent', 'sent']);
    expect(await stage.explain(driver)).toBe('would-wait');
    expect([(await stage.shown(driver)).length, await stage.available(driver)]).toEqual([2, 2]);
    await stage.setRules({ caps: [{ ...caps[0], most: 3 }] });
    await expectSoon(ends, ['scheduled', 'sent', 'sent', 'sent']);
    await stage.setRules({});
    await expectSoon(ends, ['sent', 'sent', 'sent', 'sent']);
    expect((await stage.shown(driver)).toSorted()).toEqual(['一', '三', '二', '四'].toSorted());
  });

  test('when a minute may bring one, then the second comes by itself after a minute', async () => {
    const driver = await stage.newDriver();
    await stage.allow(driver, 2);
    await stage.setRules({ caps: [{ most: 1, perSeconds: 60, then: 'hold' }] });
    await stage.until((await stage.push(driver, '一')).id, { state: 'sent' });
    const { id } = await stage.push(driver, '二');
    await stage.until(id, { state: 'scheduled', reason: { code: 'frequency-cap' } });
    await stage.until(id, { state: 'sent' }, 180_000);
    expect(await movesBy(id, 'frequency-cap')).toEqual(['scheduled']);
    expect(await stage.shown(driver)).toEqual(['一', '二']);
  });

  test('when he allowed for his order, then other news waits and the order’s goes out; once its time is over, the other does', async () => {
    const driver = await stage.newDriver();
    const [purpose, ended] = ['order-42', 'order-41'];
    await stage.setRules({ keepForPurposeSeconds: 3_600 });
    await stage.allow(driver, 1, { purpose });
    const news = await stage.push(driver, '新货源');
    expect(news.state).toBe('parked');
    expect(await stage.explain(driver)).toBe('would-park');
    expect(await stage.explain(driver, { purpose })).toBe('would-send');
    const own = await stage.push(driver, '订单 42', { purpose });
    await stage.until(own.id, { state: 'sent' });
    const spent = (await stage.timeline(own.id)).filter(({ kind }) => kind === 'grant');
    expect(spent.map(({ grant }) => grant?.purpose)).toEqual([purpose]);
    expect((await stage.read(news.id)).state).toBe('parked');
    await stage.setRules({ keepForPurposeSeconds: 1 });
    await stage.allow(driver, 1, { purpose: ended });
    await stage.until(news.id, { state: 'sent' });
    expect(await stage.shown(driver)).toEqual(['订单 42', '新货源']);
  });

  test('when he has had as many as he may of what is worth nothing later, then the next is dropped, and its grant stays', async () => {
    const driver = await stage.newDriver();
    await stage.allow(driver, 2);
    await stage.setRules({ caps: [{ most: 1, perSeconds: 3_600, then: 'drop' }] });
    await stage.until((await stage.push(driver, '一')).id, { state: 'sent' });
    expect(await stage.explain(driver)).toBe('would-be-dropped');
    const { id } = await stage.push(driver, '二');
    await stage.until(id, { state: 'cancelled', reason: { code: 'frequency-cap' } });
    expect(await movesBy(id, 'frequency-cap')).toEqual(['cancelled']);
    expect([await stage.available(driver), await stage.shown(driver)]).toEqual([1, ['一']]);
  });

  test('when grants are used, then their survival tells which of them WeChat still had, and the drift how often it had none', async () => {
    const driver = await stage.newDriver();
    const path = `/v1/apps/${stage.appId}/grant-survival`;
    type Ages = { alive: number; gone: number; ages: { alive: number; gone: number }[] };
    const survival = async () => {
      const { data } = await stage.ask<{ data: (Ages & { templateId: string })[] }>(path);
      const own = data.find(({ templateId }) => templateId === stage.templateId);
      return [own?.alive ?? 0, own?.gone ?? 0, own?.ages[0]?.gone ?? 0];
    };
    const drift = async () => {
      type Drift = { templateId: string; times: number; voidedGrants: number };
      const { data } = await stage.ask<{ data: Drift[] }>(`/v1/apps/${stage.appId}/grant-drift`);
      const own = data.find(({ templateId }) => templateId === stage.templateId);
      return [own?.times ?? 0, own?.voidedGrants ?? 0];
    };
    const [alive = 0, gone = 0, young = 0] = await survival();
    const [times = 0, voided = 0] = await drift();
    await stage.allow(driver);
    await stage.until((await stage.push(driver, '钢材')).id, { state: 'sent' });
    await stage.believe(driver);
    const refused = await stage.push(driver, '水果');
    await stage.until(refused.id, { state: 'parked', attempts: 1 });
    expect(await survival()).toEqual([alive + 1, gone + 1, young + 1]);
    expect(await drift()).toEqual([times + 1, voided + 1]);
  });
});

async function expectSoon<T>(read: () => Promise<T>, expected: T): Promise<void> {
  await eventually(async () => expect(await read()).toEqual(expected), { timeoutMs: 60_000 });
}
