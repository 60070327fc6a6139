import type { DuePush, Storage } from '@yuexin/storage';

const pageSize = 1_000;

/** Everything of an app that should be on its queue, oldest due first, a page at a time. */
export async function* walkQueued(
  storage: { sweeps: Pick<Storage['sweeps'], 'listQueued'> },
  appId: string,
): AsyncGenerator<DuePush[]> {
  let after: { afterDueAt: Date | null; afterId: string | null } = {
    ...{ afterDueAt: null, afterId: null },
  };
  for (;;) {
    const rows = await storage.sweeps.listQueued({ appId, ...after, limit: pageSize });
    yield rows.map(({ due }) => due);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = { afterDueAt: last.dueAt, afterId: last.due.pushId };
  }
}
