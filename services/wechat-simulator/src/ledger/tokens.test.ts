import { beforeEach, describe, expect, it } from '@jest/globals';
import { mergeSettings } from './app-settings.ts';
import { createSimApp, type SimApp } from './sim-app.ts';
import {
  checkToken,
  endTokens,
  forceStableToken,
  type IssuedToken,
  issueClassicToken,
  issueStableToken,
  type TokenMap,
} from './tokens.ts';

const start = Date.UTC(2026, 10, 24, 1);
const minute = 60_000;

let tokens: TokenMap;
let app: SimApp;

beforeEach(() => {
  tokens = new Map();
  app = createSimApp(mergeSettings(undefined, { appId: 'wxapp1', appSecret: 's' }));
});

const stable = (at: number) => issueStableToken({ tokens, app, at });
const classic = (at: number) => issueClassicToken({ tokens, app, at });
const force = (at: number) => forceStableToken({ tokens, app, at });
const isGood = (issued: IssuedToken, at: number): boolean =>
  typeof checkToken(tokens, issued.accessToken, at) !== 'number';
const refusalOf = (issued: IssuedToken, at: number) => checkToken(tokens, issued.accessToken, at);

describe('stable token', () => {
  it('when it is asked for again, then it is the same one with less time left', () => {
    const first = stable(start);
    const second = stable(start + 10 * minute);
    expect(first.expiresInSeconds).toBe(7200);
    expect(second).toEqual({ accessToken: first.accessToken, expiresInSeconds: 6600 });
  });

  it('when its last five minutes have begun, then a new one comes and both work until the old one ends', () => {
    const first = stable(start);
    expect(stable(start + 115 * minute - 1).accessToken).toBe(first.accessToken);
    const renewedAt = start + 115 * minute;
    const second = stable(renewedAt);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(isGood(first, start + 120 * minute - 1)).toBe(true);
    expect(isGood(second, renewedAt)).toBe(true);
    expect(refusalOf(first, start + 120 * minute)).toBe(42001);
  });

  it('when asked at any time, then expires_in is never below 300', () => {
    for (let at = start; at < start + 300 * minute; at += 7 * minute) {
      expect(stable(at).expiresInSeconds).toBeGreaterThanOrEqual(300);
    }
  });

  it('when it is forced, then the former one dies at once as replaced', () => {
    const first = stable(start);
    const forced = force(start + minute) as IssuedToken;
    expect(forced.accessToken).not.toBe(first.accessToken);
    expect(refusalOf(first, start + minute)).toBe(40001);
    expect(stable(start + 2 * minute).accessToken).toBe(forced.accessToken);
  });

  it('when it is forced again within 30 s, then nothing changes', () => {
    const forced = force(start) as IssuedToken;
    const again = force(start + 29_999) as IssuedToken;
    expect(again.accessToken).toBe(forced.accessToken);
    expect((force(start + 30_000) as IssuedToken).accessToken).not.toBe(forced.accessToken);
  });

  it('when it is forced for the 21st time in a day, then 45009; the next day it works again', () => {
    for (let count = 0; count < 20; count += 1) {
      expect(force(start + count * minute)).not.toBe(45009);
    }
    expect(force(start + 30 * minute)).toBe(45009);
    expect(force(start + 24 * 60 * minute)).not.toBe(45009);
  });

  it('when a lifetime of a minute is set, then the renewal window shrinks with it', () => {
    app.settings = { ...app.settings, tokenLifetimeSeconds: 60 };
    const first = stable(start);
    expect(first.expiresInSeconds).toBe(60);
    expect(stable(start + 57_000).accessToken).toBe(first.accessToken);
    expect(stable(start + 58_000).accessToken).not.toBe(first.accessToken);
  });
});

describe('classic token', () => {
  it('when it is asked for again, then it is a new one and the former lives five minutes more', () => {
    const first = classic(start);
    const second = classic(start + minute);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(isGood(first, start + 6 * minute - 1)).toBe(true);
    expect(refusalOf(first, start + 6 * minute)).toBe(40001);
    expect(isGood(second, start + 6 * minute)).toBe(true);
  });

  it('when one kind is issued, then the other kind lives on', () => {
    const one = stable(start);
    classic(start);
    classic(start + minute);
    expect(isGood(one, start + 10 * minute)).toBe(true);
  });
});

describe('tokens on use', () => {
  it.each([42001, 40001, 40014] as const)(
    'when they are ended as %i, then they draw it',
    (code) => {
      const one = stable(start);
      endTokens(app, start + minute, code);
      expect(refusalOf(one, start + minute)).toBe(code);
      expect(stable(start + minute).accessToken).not.toBe(one.accessToken);
    },
  );

  it('when a token was never issued, then its shape decides: garbled or of another account', () => {
    expect(checkToken(tokens, 'nonsense', start)).toBe(40014);
    expect(checkToken(tokens, `86_${'a'.repeat(128)}`, start)).toBe(40001);
  });

  it('when hundreds were issued, then only the last ones are remembered', () => {
    for (let count = 0; count < 500; count += 1) classic(start + count);
    expect(tokens.size).toBe(200);
    expect(isGood(classic(start + 600), start + 600)).toBe(true);
  });
});
