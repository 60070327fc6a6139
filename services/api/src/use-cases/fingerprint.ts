import { createHash } from 'node:crypto';

/** JSON with the keys of every object sorted: the same document, the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null || value instanceof Date)
    return JSON.stringify(value);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if (inner !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(inner)}`);
  }
  return `{${members.join(',')}}`;
}

/** SHA-256 of what a request asks for: two bodies that differ only in layout ask for the same. */
export function fingerprintOf(operation: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(`${operation}\n${canonicalJson(body)}`)
    .digest();
}
