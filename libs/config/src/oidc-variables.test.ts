import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { loadApiConfig } from './load-config.ts';

const least = {
  DATABASE_URL: 'postgres://yuexin:secret@localhost:5432/yuexin',
  MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
};
const load = (env: Record<string, string>) => loadApiConfig({ ...least, ...env });
const oidc = { OIDC_ISSUER_URL: 'https://id.example.com/realms/acme', OIDC_CLIENT_ID: 'yuexin' };
const problemsOf = (env: Record<string, string>): string[] => {
  try {
    load(env);
    return [];
  } catch (error) {
    return error instanceof AppError ? error.problems.map(({ pointer }) => pointer) : ['?'];
  }
};

describe('sign-in by an OpenID provider', () => {
  test('when it is not set, then there is none; when it is, then the rest has defaults', () => {
    expect(load({}).oidc).toBeNull();
    expect(load(oidc).oidc).toEqual({
      ...{ issuerUrl: oidc.OIDC_ISSUER_URL, clientId: 'yuexin', clientSecret: null, name: 'SSO' },
      ...{ scopes: 'openid profile email', roleClaim: 'roles' },
      roles: { viewer: ['viewer'], operator: ['operator'], admin: ['admin'] },
    });
  });

  test('when a role has several names, then each counts', () => {
    const OIDC_ROLES = 'operator=ops, operator=sre,admin=/groups/yuexin=admins';
    expect(load({ ...oidc, OIDC_ROLES }).oidc?.roles).toEqual({
      ...{ viewer: [], operator: ['ops', 'sre'], admin: ['/groups/yuexin=admins'] },
    });
  });

  test('when only half of it is set, then the other half is named', () => {
    expect(problemsOf({ OIDC_CLIENT_ID: 'x' })).toEqual(['/OIDC_ISSUER_URL']);
    expect(problemsOf({ OIDC_ISSUER_URL: oidc.OIDC_ISSUER_URL })).toEqual(['/OIDC_CLIENT_ID']);
  });

  test('when the issuer is reached without TLS, then it is this machine or refused', () => {
    for (const host of ['localhost:4000', '127.0.0.1', '[::1]:8080'])
      expect(problemsOf({ ...oidc, OIDC_ISSUER_URL: `http://${host}` })).toEqual([]);
    for (const url of ['http://id.example.com', 'http://127.0.0.1.evil.example', 'ftp://x', 'id'])
      expect(problemsOf({ ...oidc, OIDC_ISSUER_URL: url })).toEqual(['/OIDC_ISSUER_URL']);
  });

  test.each([
    ['OIDC_ROLES', 'root=all'],
    ['OIDC_ROLES', 'viewer'],
    ['OIDC_SCOPES', 'profile email'],
    ['OIDC_ROLE_CLAIM', 'a b'],
    ['OIDC_NAME', 'x'.repeat(41)],
  ])('when %s is %j, then it is refused', (name, value) => {
    expect(problemsOf({ ...oidc, [name]: value })).toEqual([`/${name}`]);
  });
});
