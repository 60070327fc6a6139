import { describe, expect, test } from '@jest/globals';
import { readPendingCookie, safeReturn, writePendingCookie } from './pending-cookie.ts';

const pending = { state: 's', nonce: 'n', codeVerifier: 'v', returnTo: '/console/audit' };

describe('what a browser keeps on its way to the provider', () => {
  test('when it comes back, then it is read as it was written, beside other cookies', () => {
    const [cookie] = writePendingCookie({ pending, isSecure: true }).split(';');
    expect(readPendingCookie(`a=b; ${cookie!}; c=d`)).toEqual(pending);
  });

  test.each([undefined, '', 'yuexin_oidc=', 'yuexin_oidc=bm9uc2Vuc2U', 'yuexin_oidc=e30'])(
    'when it is %j, then it is none',
    (header) => {
      expect(readPendingCookie(header)).toBeNull();
    },
  );

  test('when it goes by https, then only so', () => {
    expect(writePendingCookie({ pending, isSecure: true })).toContain('; Secure');
    expect(writePendingCookie({ pending, isSecure: false })).toMatch(/HttpOnly; SameSite=Lax$/);
  });
});

describe('where a sign-in leads to', () => {
  test.each(['/console', '/console/', '/console/pushes?state=dead,sent', '/console/apps/wx1'])(
    '%s is a page of ours',
    (path) => {
      expect(safeReturn(path)).toBe(path);
    },
  );

  test.each([
    ...['https://evil.example', '//evil.example', '/console//evil.example', '/consoles'],
    ...['/console/\\evil', '/v1/apps', '/console/\nx', undefined, ['/console/']],
  ])('%j is not, and becomes the first page', (path) => {
    expect(safeReturn(path)).toBe('/console/');
  });
});
