import { describe, expect, it } from '@jest/globals';
import type { SendingRules } from '@yuexin/client';
import { fieldOf, fieldsOf, rulesOf } from './rule-fields.ts';

const night = { from: '22:00', to: '08:00', timeZone: 'Asia/Shanghai', then: 'hold' } as const;
const full: SendingRules = {
  quietHours: { ...night, spreadSeconds: 600 },
  caps: [{ most: 5, perSeconds: 86_400, then: 'hold' }],
  keepForPurposeSeconds: 3_600,
  templates: [
    { templateId: 'a', quietHours: null, caps: [{ most: 1, perSeconds: 3_600, then: 'drop' }] },
    { templateId: 'b', quietHours: night, keepForPurposeSeconds: 0 },
    { templateId: 'c' },
  ],
};

describe('rules in a form', () => {
  it('come out as they went in', () => {
    expect(rulesOf(fieldsOf(full))).toEqual(full);
    expect(rulesOf(fieldsOf({}))).toEqual({});
  });

  it('lose what was taken away, though its fields are still filled', () => {
    expect(rulesOf({ ...fieldsOf(full), quiet: 'none', caps: [], templates: [] })).toEqual({
      keepForPurposeSeconds: 3_600,
    });
    expect(rulesOf({ quiet: 'none', keepForPurposeSeconds: null })).toEqual({});
  });

  it('have a field for what the api points at', () => {
    expect(fieldOf('/templates/0/quietHours/to')).toEqual(['templates', 0, 'quietHours', 'to']);
    expect(fieldOf('/caps/1/most')).toEqual(['caps', 1, 'most']);
  });
});
