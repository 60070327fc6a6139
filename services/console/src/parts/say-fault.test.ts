import { describe, expect, it } from '@jest/globals';
import { validateTemplateData } from '@yuexin/domain';
import { layoutTexts } from '../i18n/zh/fault-texts.ts';
import { sayFault, type Fault } from './say-fault.ts';

const han = /\p{Script=Han}/u;

/** A value that breaks the layout of its type, for each type that has one. */
const broken: Record<string, string> = {
  number: '三',
  letter: '广',
  symbol: 'a',
  character_string: '广',
  time: '明天',
  date: '明天',
  amount: '免费',
  phone_number: '电话',
  car_number: '--',
  name: '张3',
  phrase: 'abc',
};

function faultOf(type: string, value: string): Fault {
  const keyword = { key: `${type}1`, type, label: 'x' };
  const checked = validateTemplateData({ keywords: [keyword], data: { [keyword.key]: value } });
  if (checked.ok) throw new Error(`${value} breaks no rule of ${type}`);
  return checked.problems[0]!;
}

describe('a fault in words', () => {
  it('is in Chinese for every layout that a keyword may have, and in the words of the api in English', () => {
    const faults = Object.entries(broken).map(([type, value]) => faultOf(type, value));
    for (const fault of [
      ...faults,
      faultOf('time', '8:00～9:00'),
      faultOf('thing', 'a\nb'),
      faultOf('thing', '\ud800'),
    ]) {
      expect(layoutTexts).toHaveProperty([String(fault.limit)]);
      expect(sayFault(fault, 'zh')).toMatch(han);
      expect(sayFault(fault, 'en')).toBe(fault.message);
    }
  });

  it('tells how long a value is and may be', () => {
    const fault = faultOf('thing', 'x'.repeat(21));
    expect(sayFault(fault, 'zh')).toBe('长度最多 20，现在是 21');
  });

  it('that has no words of ours is told in those of the api', () => {
    const message = 'is of another kind';
    expect(sayFault({ rule: 'new-rule', message }, 'zh')).toBe(message);
    expect(sayFault({ rule: 'format', limit: 'a new layout', message }, 'zh')).toBe(message);
  });
});
