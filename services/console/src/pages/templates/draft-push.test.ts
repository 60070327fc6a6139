import { describe, expect, it } from '@jest/globals';
import { faultsByKey, pushOf, type DraftPush } from './draft-push.ts';
import { limitOf } from './keyword-limit.ts';

const draft: DraftPush = {
  to: ' 13800000000 ',
  data: { thing1: '钢材' },
  page: ' ',
  onNoGrant: 'reject',
};
const of = { appId: 'wx1', templateId: 't1', keys: ['thing1', 'thing2'] };

describe('a test send', () => {
  it('asks for every keyword of the template, typed or not', () => {
    expect(pushOf({ ...of, draft })).toEqual({
      ...{ appId: 'wx1', templateId: 't1', to: { phone: '13800000000' }, bizId: 'console-test' },
      ...{ data: { thing1: '钢材', thing2: '' }, onNoGrant: 'reject' },
    });
  });

  it('takes what is no phone as an openid', () => {
    expect(pushOf({ ...of, draft: { ...draft, to: 'oABC' } }).to).toEqual({ openid: 'oABC' });
    expect(pushOf({ ...of, draft: { ...draft, to: '+14155552671' } }).to).toEqual({
      phone: '+14155552671',
    });
  });

  it('shows each keyword the first thing that is wrong with it', () => {
    const faults = faultsByKey({
      verdict: 'would-refuse',
      checks: [
        {
          name: 'request',
          ok: false,
          detail: '',
          problems: [{ pointer: '/to/phone', rule: 'phone', message: 'no phone' }],
        },
        {
          ...{ name: 'data', ok: false, detail: '' },
          problems: [
            { pointer: '/data/thing1', rule: 'max-length', message: 'too long' },
            { pointer: '/data/thing1', rule: 'blank', message: 'second' },
            { pointer: '/data/thing2/value', rule: 'blank', message: 'missing' },
          ],
        },
      ],
    });
    expect(faults).toMatchObject({
      thing1: { message: 'too long' },
      thing2: { message: 'missing' },
    });
  });

  it('counts characters only where characters are the limit', () => {
    expect(limitOf({ type: 'thing' })).toEqual({ type: 'thing', length: 20 });
    expect(limitOf({ type: 'time' })).toEqual({ type: 'time', length: null });
    expect(limitOf({ type: 'enum_string', options: ['a'] })).toEqual({
      type: 'choice',
      length: null,
    });
    expect(limitOf({ type: 'keyword' })).toEqual({ type: 'other', length: 20 });
  });
});
