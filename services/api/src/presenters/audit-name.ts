import { type IdKind, idPrefixes, readId, showId } from '@yuexin/domain';

/** The audit keeps `push:<uuid>`, `key:<uuid>`, `replay:<uuid>`; people see the ids that every other answer shows. */
export function showAuditName(name: string): string {
  const { kind, id } = partsOf(name);
  if (kind === null) return name;
  const shown = showId(kind, id);
  return readId(kind, shown) === null ? name : `${kind}:${shown}`;
}

/** What the audit keeps for a name as it is shown; any other name is left as it is. */
export function readAuditName(shown: string): string {
  const { kind, id } = partsOf(shown);
  return kind === null ? shown : `${kind}:${readId(kind, id) ?? id}`;
}

function partsOf(name: string): { kind: IdKind | null; id: string } {
  const at = name.indexOf(':');
  const kind = name.slice(0, at);
  return { kind: isIdKind(kind) ? kind : null, id: name.slice(at + 1) };
}

const isIdKind = (text: string): text is IdKind => Object.hasOwn(idPrefixes, text);
