import { describe, expect, test } from '@jest/globals';
import type { RoadNews } from '@yuexin/domain';
import { standClock } from '../test-support/stand-clock.ts';
import { createWechatGate } from './create-wechat-gate.ts';

const setUp = () => {
  const clock = standClock();
  const stopping = new AbortController();
  const told: string[] = [];
  const gate = createWechatGate({
    ...{ clock, random: () => 1, stopTaking: stopping.signal },
    news: {
      opened: (appId, { forMs, isFirst }) =>
        void told.push(`${appId} opened ${forMs}${isFirst ? ' first' : ''}`),
      answered: (appId, { wasOpen }) => void told.push(`${appId} ${wasOpen ? 'back' : 'there'}`),
    },
  });
  const pass = async (appId: string) => {
    const entry = await gate.enter(appId);
    if (entry.kind !== 'pass') throw new Error(`stay away for ${entry.forMs}`);
    return entry.pass;
  };
  const attempt = async (appId: string, news: RoadNews) => gate.leave(await pass(appId), news);
  const fail = async (appId: string, times: number) => {
    for (let count = 0; count < times; count += 1) await attempt(appId, 'unreachable');
  };
  return { clock, stopping, told, gate, pass, attempt, fail };
};

describe('createWechatGate', () => {
  test('when WeChat is away for one app, then only that app stays away, told once as the first', async () => {
    const { gate, told, fail, attempt, clock } = setUp();
    await fail('wx1', 5);
    expect(await gate.enter('wx1')).toEqual({ kind: 'stay-away', forMs: 1_000 });
    expect(await gate.enter('wx2')).toMatchObject({ kind: 'pass' });
    clock.advance(1_000);
    await attempt('wx1', 'lost');
    expect(told).toEqual(['wx1 opened 1000 first', 'wx1 opened 2000']);
    expect(gate.states()).toEqual([
      { appId: 'wx1', state: 'open' },
      { appId: 'wx2', state: 'closed' },
    ]);
  });

  test('when the probe is answered, then those who waited for it go, and its end is told once', async () => {
    const { gate, told, fail, pass, attempt, clock } = setUp();
    await fail('wx1', 5);
    clock.advance(1_000);
    const probe = await pass('wx1');
    const waiting = Array.from({ length: 8 }, () => gate.enter('wx1'));
    gate.leave(probe, 'reached');
    const entries = await Promise.all(waiting);
    expect(entries.every(({ kind }) => kind === 'pass')).toBe(true);
    await attempt('wx1', 'reached');
    expect(told).toEqual(['wx1 opened 1000 first', 'wx1 back']);
  });

  test('when the probe fails, then those who waited stay away', async () => {
    const { gate, fail, pass, clock } = setUp();
    await fail('wx1', 5);
    clock.advance(1_000);
    const probe = await pass('wx1');
    const waiting = [gate.enter('wx1'), gate.enter('wx1')];
    gate.leave(probe, 'unreachable');
    const away = { kind: 'stay-away', forMs: 2_000 };
    expect(await Promise.all(waiting)).toEqual([away, away]);
  });

  test('when the probe learns nothing, then the next in line is the probe', async () => {
    const { gate, fail, pass, clock } = setUp();
    await fail('wx1', 5);
    clock.advance(1_000);
    const probe = await pass('wx1');
    const waiting = gate.enter('wx1');
    gate.leave(probe, 'nothing');
    expect(await waiting).toMatchObject({ kind: 'pass', pass: { isProbe: true } });
  });

  test('when a pass is brought back twice, then the second time says nothing', async () => {
    const { gate, told, pass, fail } = setUp();
    const first = await pass('wx1');
    gate.leave(first, 'reached');
    for (let count = 0; count < 9; count += 1) gate.leave(first, 'unreachable');
    expect(gate.states()).toEqual([{ appId: 'wx1', state: 'closed' }]);
    expect(told).toEqual(['wx1 there']);
    await fail('wx1', 2);
    const other = await pass('wx1');
    gate.leave(other, 'reached');
    expect(told).toEqual(['wx1 there', 'wx1 there']);
  });

  test('when the process stops taking, then nobody waits any longer', async () => {
    const { gate, fail, pass, clock, stopping } = setUp();
    await fail('wx1', 5);
    clock.advance(1_000);
    await pass('wx1');
    const waiting = gate.enter('wx1');
    stopping.abort();
    expect(await waiting).toEqual({ kind: 'stay-away', forMs: 0 });
    expect(await gate.enter('wx2')).toEqual({ kind: 'stay-away', forMs: 0 });
  });
});
