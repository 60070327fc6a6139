import { describe, expect, it } from '@jest/globals';
import { addUser } from './add-user.ts';
import { mergeSettings } from './app-settings.ts';
import { createSimApp } from './sim-app.ts';
import { createWorld } from './world.ts';

const world = createWorld(0);
const app = createSimApp(mergeSettings(undefined, { appId: 'wxapp1', appSecret: 's' }));
const nobody = { phone: null, unionid: null, openid: null, nickname: null, isBlocked: null };
const { user } = addUser({ world, app, input: nobody });
const { codes } = world;
const minutes5 = 300_000;

describe('codes', () => {
  it('when a code is redeemed, then it is for its user, and only once', () => {
    const code = codes.issue({ kind: 'login', user, at: 0 });
    const use = { kind: 'login', appId: 'wxapp1', code, at: minutes5 - 1 } as const;
    expect(codes.redeem(use)).toBe(user);
    expect(codes.redeem(use)).toBe('used');
  });

  it('when five minutes are over, then it is invalid', () => {
    const code = codes.issue({ kind: 'login', user, at: 0 });
    expect(codes.redeem({ kind: 'login', appId: 'wxapp1', code, at: minutes5 })).toBe('invalid');
  });

  it('when it is of the other kind or of another app, then it is invalid and not used up', () => {
    const code = codes.issue({ kind: 'phone', user, at: 0 });
    expect(codes.redeem({ kind: 'login', appId: 'wxapp1', code, at: 1 })).toBe('invalid');
    expect(codes.redeem({ kind: 'phone', appId: 'wxother', code, at: 1 })).toBe('invalid');
    expect(codes.redeem({ kind: 'phone', appId: 'wxapp1', code, at: 1 })).toBe(user);
  });
});
