/** Who is signed in, as `/v1/console/session` answers. */
export type Session = {
  role: Role;
  caller: string;
  scopes: readonly string[];
  /** The apps this session may know of. */
  apps: readonly SessionApp[];
  csrfToken: string;
  expiresAt: string;
};
export type Role = 'viewer' | 'operator' | 'admin';
export type SessionApp = { appId: string; name: string };

/** What a button needs of who presses it. */
export type Need =
  | 'push:write'
  | 'push:read'
  | 'grant:read'
  | 'grant:write'
  | 'template:read'
  | 'operator'
  | 'admin';

/** Whether the session's key allows it; `admin` allows all, as at the api. */
export function isAllowed(session: Pick<Session, 'scopes'>, need: Need): boolean {
  return session.scopes.includes(need) || session.scopes.includes('admin');
}
