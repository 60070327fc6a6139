/** Prefixes of ids as they are shown; the database holds bare UUIDs. */
export const idPrefixes = {
  push: 'psh',
  grant: 'grt',
  attempt: 'att',
  key: 'key',
  replay: 'rpl',
  callback: 'cbk',
  endpoint: 'wep',
  audience: 'aud',
} as const;
export type IdKind = keyof typeof idPrefixes;

/** `psh_0190…` */
export function showId(kind: IdKind, id: string): string {
  return `${idPrefixes[kind]}_${id}`;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The UUID of a shown id, or null when it cannot be one of this kind. */
export function readId(kind: IdKind, shown: string): string | null {
  const prefix = `${idPrefixes[kind]}_`;
  const id = shown.slice(prefix.length);
  return shown.startsWith(prefix) && uuid.test(id) ? id : null;
}
