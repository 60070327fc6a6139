import { ok, warning, type Finding } from '../finding.ts';

const check = 'Queue and database';

export type Drift = { queued: number; missing: number; isWhole: boolean };

/** Queued pushes against the jobs that are there for them. `isWhole`: all were looked at. */
export function judgeDrift({ queued, missing, isWhole }: Drift): Finding {
  const seen = isWhole
    ? `${queued} queued pushes`
    : `the first ${queued} queued pushes of each app`;
  if (missing === 0) return ok(check, `Of ${seen}, each has its job.`);
  return warning(
    check,
    `Of ${seen}, ${missing} have no job.`,
    'A running worker puts them back within a minute; `npm run rebuild-queue` does it now.',
  );
}

const appsMax = 20;

/** How far a queue in PostgreSQL carries. */
export function judgeQueueSize(engine: 'redis' | 'postgres', apps: number): Finding[] {
  if (engine === 'redis' || apps <= appsMax) return [];
  return [
    warning(
      'Queue in PostgreSQL',
      `It carries ${appsMax} apps, and there are ${apps}: each worker keeps a connection for each.`,
      'Set QUEUE_URL to a Redis; the workers fill it from PostgreSQL.',
    ),
  ];
}
