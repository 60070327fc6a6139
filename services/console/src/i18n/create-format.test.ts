import { describe, expect, it } from '@jest/globals';
import { createFormat } from './create-format.ts';

const zh = createFormat('zh', 'Asia/Shanghai');
const en = createFormat('en', 'Asia/Shanghai');
const at = '2026-01-05T08:00:12.000Z';

describe('figures and times', () => {
  it('are written in the time zone of who reads', () => {
    expect(zh.instant(at)).toBe('2026/01/05 16:00:12');
    expect(en.instant(at)).toBe('05/01/2026, 16:00:12');
  });

  it('tell a span by its two largest units', () => {
    expect(en.span(12)).toBe('12 ms');
    expect(en.span(999.6)).toBe('1 s');
    expect(en.span(59_000)).toBe('59 s');
    expect(en.span(3_600_000)).toBe('1 h');
    expect(zh.span(2 * 86_400_000 + 3 * 3_600_000 + 59_000)).toBe('2 天 3 小时');
    expect(en.span(-5)).toBe('0 ms');
  });

  it('tell the direction from now', () => {
    const nowMs = Date.parse(at);
    expect(en.ago(at, nowMs)).toBe('just now');
    expect(en.ago(at, nowMs + 65_000)).toBe('1 min 5 s ago');
    expect(zh.ago(at, nowMs - 65_000)).toBe('1 分 5 秒后');
  });

  it('show a decimal of small rates only', () => {
    expect(en.rate(0.16)).toBe('0.2');
    expect(en.rate(1234.5)).toBe('1,235');
    expect(en.percent(0.1234)).toBe('12.3%');
  });
});
