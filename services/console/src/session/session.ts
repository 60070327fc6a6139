/** Who is signed in, as `/v1/console/session` answers. */
export type Session = {
  role: Role;
  /** By what name it is in the audit; another key is another. */
  callerId: string;
  caller: string;
  scopes: readonly string[];
  /** Those of tomorrow as well. */
  seesAllApps: boolean;
  /** The apps this session may know of. */
  apps: readonly SessionApp[];
  csrfToken: string;
  expiresAt: string;
};
export type Role = 'viewer' | 'operator' | 'admin';
export type SessionApp = { appId: string; name: string };

/** What a button needs of who presses it, a page of who opens it. `queues`: to be an operator of every app. */
export type Need =
  | 'queues'
  | 'push:write'
  | 'push:read'
  | 'grant:read'
  | 'grant:write'
  | 'template:read'
  | 'operator'
  | 'admin';

/** Whether the session's key allows it; `admin` allows all, as at the api. */
export function isAllowed(session: Pick<Session, 'scopes' | 'seesAllApps'>, need: Need): boolean {
  if (need === 'queues') return session.seesAllApps && isAllowed(session, 'operator');
  return session.scopes.includes(need) || session.scopes.includes('admin');
}

/** Whether the one may see what the other saw, and go on with what the other began. */
export function isSamePerson(one: Session, other: Session): boolean {
  return identityOf(one) === identityOf(other);
}

/** Whoever signs in with the same key has the same. */
export function identityOf({ callerId, role, scopes }: Session): string {
  return [callerId, role, ...scopes].join(' ');
}
