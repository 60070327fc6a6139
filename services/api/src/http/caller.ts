/** What an API key may be allowed to do (contract 3). `admin` implies all, `operator` reading pushes (ADR 0042). */
export const scopes = [
  'push:write',
  'push:read',
  'grant:read',
  'grant:write',
  'template:read',
  'operator',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

/** Who is calling with an API key. */
export type KeyCaller = {
  kind: 'key';
  /** The business system: idempotency keys belong to it. */
  callerId: string;
  keyId: string;
  scopes: readonly string[];
  /** Null: all apps. */
  appIds: readonly string[] | null;
  /** Of a browser that called with the console's cookie instead of the key. */
  console?: ConsoleSession;
};

/** A sign-in to the console. */
export type ConsoleSession = {
  id: string;
  /** What its key is called, or who signed in without one. */
  name: string;
  /** Somebody whom an OpenID provider knows; else it is a key's. */
  isOperator?: boolean;
  /** Must come with whatever changes something. */
  csrfToken: string;
  endsAt: Date;
};

/** Who called with the console's cookie. */
export type ConsoleCaller = KeyCaller & { console: ConsoleSession };

/** A mini program on behalf of one user. */
export type SessionCaller = { kind: 'session'; appId: string; userId: string };

export type Caller = KeyCaller | SessionCaller;

/** What a scope brings along: nobody can act on what they may not see. */
const broughtAlong: Readonly<Record<string, readonly Scope[]>> = { operator: ['push:read'] };

/** The scopes of a key, with those they bring along. `admin` stands for all, and is not spelt out. */
export function scopesOf({ scopes }: Pick<KeyCaller, 'scopes'>): string[] {
  return [...new Set([...scopes, ...scopes.flatMap((scope) => broughtAlong[scope] ?? [])])];
}

/** Whether the key has the scope, or one that brings it along; `admin` has all. */
export function hasScope(caller: Pick<KeyCaller, 'scopes'>, scope: Scope): boolean {
  const { scopes } = caller;
  if (scopes.includes(scope) || scopes.includes('admin')) return true;
  return scopes.some((one) => broughtAlong[one]?.includes(scope) === true);
}

/** Whether the key may know of this app. */
export function canSeeApp(caller: KeyCaller, appId: string): boolean {
  return caller.appIds === null || caller.appIds.includes(appId);
}

/** The caller's name in audit rows and timelines. */
export function actorOf({ keyId, console: session }: KeyCaller): string {
  return session?.isOperator === true ? `operator:${session.name}` : `key:${keyId}`;
}

/** What somebody may do in the console; each role includes the ones before. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** What somebody may do who has a role and no key. */
export const scopesOfRole = {
  viewer: ['push:read', 'grant:read', 'template:read'],
  operator: ['push:read', 'push:write', 'grant:read', 'template:read', 'operator'],
  admin: ['admin'],
} as const satisfies Record<Role, readonly Scope[]>;

/** The role that follows from a key's scopes; null: the console is not for it. */
export function roleOf(caller: Pick<KeyCaller, 'scopes'>): Role | null {
  if (caller.scopes.includes('admin')) return 'admin';
  if (caller.scopes.includes('operator')) return 'operator';
  return caller.scopes.includes('push:read') ? 'viewer' : null;
}
