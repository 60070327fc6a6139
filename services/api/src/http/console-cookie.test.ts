import { describe, expect, test } from '@jest/globals';
import { clearConsoleCookie, readConsoleCookie, writeConsoleCookie } from './console-cookie.ts';

const token = 'A'.repeat(43);

describe('the console’s cookie', () => {
  test('when it is written, then it is read back among others', () => {
    const written = writeConsoleCookie({ token, lifeSeconds: 60, isSecure: false });
    expect(written).toBe(`yuexin_console=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict`);
    expect(readConsoleCookie(`lang=zh; ${written.split(';')[0]!};theme=dark`)).toBe(token);
  });

  test('when the browser is on https, then it stays there', () => {
    expect(writeConsoleCookie({ token, lifeSeconds: 60, isSecure: true })).toMatch(/; Secure$/);
  });

  test.each([
    undefined,
    '',
    'other=1',
    'yuexin_console=',
    'yuexin_console=short',
    `x_yuexin_console=${token}`,
    `yuexin_console=${token}"`,
    `yuexin_console=${'A'.repeat(200)}`,
    clearConsoleCookie(),
  ])('when there is none that could be one, then null: %s', (header) => {
    expect(readConsoleCookie(header)).toBeNull();
  });
});
