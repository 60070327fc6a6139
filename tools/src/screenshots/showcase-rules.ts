import { goodsTemplate } from '../demo/freight-app.ts';

/** Sending rules of every kind. */
export const showcaseRules = {
  quietHours: { from: '22:00', to: '07:30', timeZone: 'Asia/Shanghai', then: 'hold' },
  caps: [{ most: 8, perSeconds: 86_400, then: 'hold' }],
  keepForPurposeSeconds: 172_800,
  templates: [
    {
      templateId: goodsTemplate.templateId,
      quietHours: null,
      caps: [{ most: 1, perSeconds: 3_600, then: 'drop' }],
    },
  ],
} as const;
