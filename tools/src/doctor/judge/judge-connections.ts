import { findConnectionWorries, type ConnectionNeeds } from '@yuexin/storage';
import { ok, warning, type Finding } from '../finding.ts';

const check = 'Connections';
const fullShare = 0.9;

/** Whether what all processes may want fits into what PostgreSQL or the pooler lets in. */
export function judgeConnections(needs: ConnectionNeeds & { connectionsOpen: number }): Finding[] {
  const { poolMax, processes, connectionsMax, connectionsOpen } = needs;
  const worries = findConnectionWorries(needs).map((worry) => {
    const at = worry.lastIndexOf(': ');
    const todo = worry.slice(at + 2);
    return warning(check, `${worry.slice(0, at)}.`, todo.charAt(0).toUpperCase() + todo.slice(1));
  });
  const isFull = connectionsOpen > fullShare * connectionsMax;
  const full = warning(
    check,
    `${connectionsOpen} of ${connectionsMax} connections of PostgreSQL are open.`,
    'See who holds them: select application_name, count(*) from pg_stat_activity group by 1.',
  );
  const found = [...worries, ...(isFull ? [full] : [])];
  if (found.length > 0) return found;
  const whose = processes === 1 ? 'one process' : `${processes} processes`;
  return [
    ok(
      check,
      `${whose} of ${poolMax} each; PostgreSQL lets in ${connectionsMax}, ${connectionsOpen} are open.`,
    ),
  ];
}
