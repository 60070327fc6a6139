import type { Database } from '../database/open-database.ts';

export type PushTrace = { pushId: string; traceparent: string };

export type PushTraceRepository = {
  /** The first of a push stays. */
  save(traces: readonly PushTrace[]): Promise<void>;
  /** In the order asked; null for a push that was not traced. */
  find(pushIds: readonly string[]): Promise<(string | null)[]>;
};

/** Where pushes were accepted in their callers' traces. Asked only where tracing is on. */
export function createPushTraceRepository({
  database,
}: {
  database: Pick<Database, 'query'>;
}): PushTraceRepository {
  return {
    async save(traces) {
      await database.query(saveStatement, [
        traces.map(({ pushId }) => pushId),
        traces.map(({ traceparent }) => traceparent),
      ]);
    },
    async find(pushIds) {
      const rows = await database.query<PushTrace>(findStatement, [pushIds]);
      const found = new Map(rows.map(({ pushId, traceparent }) => [pushId, traceparent]));
      return pushIds.map((pushId) => found.get(pushId) ?? null);
    },
  };
}

const saveStatement = {
  name: 'save-push-traces',
  text: `
    insert into push_traces (push_id, traceparent)
    select * from unnest($1::uuid[], $2::text[])
    on conflict do nothing`,
};

const findStatement = {
  name: 'find-push-traces',
  text: `select push_id as "pushId", traceparent from push_traces where push_id = any ($1::uuid[])`,
};
