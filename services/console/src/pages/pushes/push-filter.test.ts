import { describe, expect, it } from '@jest/globals';
import { readFilter, searchOf, writeFilter } from './push-filter.ts';

describe('a search in the address', () => {
  it('is read as it was written', () => {
    const filter = { appId: 'wx1', state: ['dead', 'parked'], errcode: '47003', bizId: 'a b' };
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });

  it('leaves out what is blank, and states that are none', () => {
    expect(readFilter(new URLSearchParams('state=dead,lost&bizId=%20&other=1'))).toEqual({
      state: ['dead'],
    });
    expect(writeFilter({ bizId: '  ', state: [] }).toString()).toBe('');
  });

  it('takes the phone from beside the address', () => {
    expect(searchOf({ state: ['sent'] }, '+8613800000000')).toEqual({
      state: ['sent'],
      phone: '+8613800000000',
    });
    const withPhone = { state: ['sent'], phone: '+8613800000000' };
    expect(writeFilter(withPhone).toString()).toBe('state=sent');
  });

  it('asks for an errcode as a number, for none as null, and lets the api judge anything else', () => {
    expect(searchOf({ errcode: '-1' }, undefined)).toEqual({ errcode: -1 });
    expect(searchOf({ errcode: 'none' }, undefined)).toEqual({ errcode: null });
    expect(searchOf({ errcode: '4x' }, undefined)).toEqual({ errcode: '4x' });
  });
});
