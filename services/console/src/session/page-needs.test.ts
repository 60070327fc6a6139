import { describe, expect, it } from '@jest/globals';
import { needOfAddress } from './page-needs.ts';

describe('what a page wants of who opens it', () => {
  it.each([
    ['/', 'push:read'],
    ['/apps', 'push:read'],
    ['/apps/wx0123456789abcdef', 'operator'],
    ['/replays/rpl_1', 'operator'],
    ['/templates?appId=wx0123456789abcdef', 'template:read'],
    ['/users/wx0123456789abcdef/o%2Fx', 'grant:read'],
    ['/board', 'queues'],
    ['/nothing-here', null],
  ])('%s: %s', (address, need) => {
    expect(needOfAddress(address)).toBe(need);
  });
});
