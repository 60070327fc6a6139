import { describe, expect, it } from '@jest/globals';
import type { SettingFields } from './change-of-settings.ts';
import { rebaseSettings } from './rebase-settings.ts';

const from: SettingFields = {
  ...{ name: '货源', sendRatePerSecond: null, defaultTtlHours: 168 },
  ...{ grantSource: 'either', miniprogramState: 'formal' },
};

describe('settings that are being typed while the app changes', () => {
  it('stay as they were typed, and the rest follows', () => {
    const typed = { ...from, name: '货源通', appSecret: 'new' };
    const to: SettingFields = { ...from, sendRatePerSecond: 50 };
    expect(rebaseSettings({ typed, from, to })).toEqual({
      fields: { ...to, name: '货源通', appSecret: 'new' },
      isContested: true,
    });
  });

  it('are contested also where only a secret was typed, or the same field was changed', () => {
    const to = { ...from, name: '物流' };
    const secret = { ...from, appSecret: 'new' };
    expect(rebaseSettings({ typed: secret, from, to }).isContested).toBe(true);
    const typed = { ...from, name: '货源通' };
    expect(rebaseSettings({ typed, from, to })).toEqual({ fields: typed, isContested: true });
  });

  it('follow quietly where nothing was typed, or where what was typed is what was saved', () => {
    const to = { ...from, name: '物流' };
    expect(rebaseSettings({ typed: from, from, to })).toEqual({ fields: to, isContested: false });
    expect(rebaseSettings({ typed: to, from, to })).toEqual({ fields: to, isContested: false });
  });

  it('are not contested by a change that is none of theirs, such as a pause', () => {
    const typed = { ...from, name: '货源通' };
    expect(rebaseSettings({ typed, from, to: from })).toEqual({
      fields: typed,
      isContested: false,
    });
  });
});
