/** The last ids seen, by kind; the newest are asked for first. */
export type IdBook = { learn(text: string): void; newest(kind: string): string | undefined };

const mostKept = 40;

/** Which ids stand at `{id}` below each first part of a path. */
export const kindOfSegment: Readonly<Record<string, string>> = {
  ...{ pushes: 'psh', replays: 'rpl', callbacks: 'cbk' },
  ...{ 'webhook-endpoints': 'wep', 'api-keys': 'key', alarms: 'alarm' },
};

/** Reads `psh_…`, cursors, preview tokens and the ids of alarms out of answers. */
export function createIdBook(): IdBook {
  const seen = new Map<string, string[]>();
  let turn = 0;
  const keep = (kind: string, id: string): void => {
    const ids = (seen.get(kind) ?? []).filter((one) => one !== id);
    seen.set(kind, [id, ...ids].slice(0, mostKept));
  };
  return {
    learn: (text) => {
      for (const [id, kind = ''] of text.matchAll(/\b(psh|rpl|cbk|wep|key)_[0-9a-f-]{36}/g))
        keep(kind, id);
      for (const [, kind = '', value = ''] of text.matchAll(
        /"(nextCursor|previewToken)":"([^"]{1,500})"/g,
      ))
        keep(kind, value);
      for (const [, id = ''] of text.matchAll(/"id":"([0-9a-f-]{36})","kind"/g)) keep('alarm', id);
    },
    newest: (kind) => {
      const ids = seen.get(kind) ?? [];
      turn += 1;
      return ids[turn % Math.max(1, ids.length)];
    },
  };
}
