/** A package as package-lock.json names it. */
export type LockedPackage = {
  name: string;
  version: string;
  licence: string;
  /** Part of what runs in production, not only of building and testing. */
  isShipped: boolean;
};

type Lock = {
  packages: Record<
    string,
    { version?: string; license?: unknown; link?: boolean; dev?: boolean; name?: string }
  >;
};

const marker = 'node_modules/';

/** Every package of the lockfile that is not ours, by name and version; one that is shipped anywhere is shipped. */
export function readLockedPackages(text: string): LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  for (const [place, entry] of Object.entries((JSON.parse(text) as Lock).packages)) {
    if (!place.includes(marker) || entry.link === true) continue;
    const name = entry.name ?? place.slice(place.lastIndexOf(marker) + marker.length);
    const version = entry.version ?? '';
    const key = `${name}@${version}`;
    const isShipped = entry.dev !== true || found.get(key)?.isShipped === true;
    found.set(key, { name, version, licence: textOf(entry.license), isShipped });
  }
  return [...found.values()].sort(
    (a, b) => compare(a.name, b.name) || compare(a.version, b.version),
  );
}

/** Old packages tell an object, or several. */
function textOf(licence: unknown): string {
  if (typeof licence === 'string' && licence !== '') return licence;
  if (Array.isArray(licence) && licence.length > 0) return licence.map(textOf).join(' OR ');
  const { type } = (licence ?? {}) as { type?: unknown };
  return typeof type === 'string' ? type : 'none';
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
