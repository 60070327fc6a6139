import { createYuexin } from '@yuexin/miniprogram';
import { createPlatform } from './logic/create-platform';
import { createReminder } from './logic/create-reminder';
import { readSettings } from './settings';

const settings = readSettings(wx.getExtConfigSync());

let plansMissed = 0;

const yuexin = createYuexin({
  ...{ baseUrl: settings.yuexinUrl, appId: settings.appId, wx },
  onProblem: ({ where, message }) => {
    if (where === 'plan') plansMissed += 1;
    wx.getRealtimeLogManager().warn('yuexin', where, message);
  },
});

/** What the pages share. */
export const shared = {
  yuexin,
  platform: createPlatform({ wx, platformUrl: settings.platformUrl }),
  reminder: createReminder({
    yuexin,
    plansMissed: () => plansMissed,
    memory: {
      read: (name) => wx.getStorageSync<unknown>(`freight:${name}`),
      write: (name, value) => wx.setStorageSync(`freight:${name}`, value),
    },
    matchedTemplateId: settings.matchedTemplateId,
    nowMs: Date.now,
  }),
};
