import { describe, expect, it } from '@jest/globals';
import { sayAlarm } from './say-alarm.ts';

describe('an alarm in words', () => {
  it('is told by its code in Chinese, and by the api alone in English', () => {
    expect(sayAlarm({ code: 'webhook-disabled:whe_1' }, 'zh')).toBe('回调端点已停用');
    expect(sayAlarm({ code: 'webhook-disabled:whe_1' }, 'en')).toBeNull();
  });

  it('of an errcode is told as in the errcode table', () => {
    expect(sayAlarm({ code: 'errcode-45009' }, 'zh')).toBe('当日调用额度已用完。');
  });

  it('of a newer api is left to its own words', () => {
    expect(sayAlarm({ code: 'new-code' }, 'zh')).toBeNull();
  });
});
