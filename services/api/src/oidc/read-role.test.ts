import { describe, expect, test } from '@jest/globals';
import { readRole } from './read-role.ts';

const roles = { viewer: ['staff'], operator: ['ops', 'sre'], admin: ['yuexin-admin'] };
const of = (claims: Record<string, unknown>, roleClaim = 'roles') =>
  readRole(claims, { roleClaim, roles });

describe('the role that claims give', () => {
  test('when several are named, then the highest counts', () => {
    expect(of({ roles: ['staff', 'sre'] })).toBe('operator');
    expect(of({ roles: ['yuexin-admin', 'staff'] })).toBe('admin');
    expect(of({ roles: 'ops' })).toBe('operator');
  });

  test('when the claim lies inside others, then its path leads there, and a name with dots is a name first', () => {
    expect(of({ realm_access: { roles: ['staff'] } }, 'realm_access.roles')).toBe('viewer');
    expect(of({ 'https://x.y/roles': ['ops'] }, 'https://x.y/roles')).toBe('operator');
  });

  test.each([
    [{}],
    [{ roles: ['guest'] }],
    [{ roles: [{ name: 'ops' }, 7, null] }],
    [{ roles: { ops: true } }],
    [{ roles: 'OPS' }],
    [{ ['__proto__']: { roles: ['ops'] } }],
  ])('when there is none in %j, then nobody is let in', (claims) => {
    expect(of(claims)).toBeNull();
    expect(of(claims, 'constructor.name')).toBeNull();
  });
});
