export type ConnectionNeeds = {
  /** DATABASE_POOL_MAX, taken for that of every process. */
  poolMax: number;
  /** Api and worker processes, this one included. */
  processes: number;
  /** Connections that PostgreSQL lets in. */
  connectionsMax: number;
  /** Null: no pooler, or one that tells nothing of itself. */
  pooler: { poolSize: number; clientsMax: number } | null;
};

/** Why connections may run short, as sentences that say what to do; none: they suffice. */
export function findConnectionWorries(needs: ConnectionNeeds): string[] {
  return needs.pooler === null ? worriesOfServer(needs) : worriesOfPooler(needs, needs.pooler);
}

const wanted = ({ poolMax, processes }: ConnectionNeeds): string =>
  processes === 1
    ? `this process may want ${poolMax}`
    : `${processes} processes may want ${poolMax} each`;

function worriesOfServer(needs: ConnectionNeeds): string[] {
  const { poolMax, processes, connectionsMax } = needs;
  if (poolMax * processes <= connectionsMax) return [];
  return [
    `PostgreSQL lets in ${connectionsMax} connections, and ${wanted(needs)}: raise max_connections, lower DATABASE_POOL_MAX, or put PgBouncer between.`,
  ];
}

function worriesOfPooler(
  needs: ConnectionNeeds,
  { poolSize, clientsMax }: { poolSize: number; clientsMax: number },
): string[] {
  const { poolMax, processes, connectionsMax } = needs;
  return [
    ...(poolSize < poolMax
      ? [
          `The pooler lends ${poolSize} connections to all processes together, and a single one may want ${poolMax}: raise default_pool_size, or lower DATABASE_POOL_MAX.`,
        ]
      : []),
    ...(clientsMax < poolMax * processes
      ? [`The pooler takes ${clientsMax} connections, and ${wanted(needs)}: raise max_client_conn.`]
      : []),
    ...(poolSize > connectionsMax
      ? [
          `The pooler may open ${poolSize} connections, and PostgreSQL lets in ${connectionsMax}: lower default_pool_size, or raise max_connections.`,
        ]
      : []),
  ];
}
