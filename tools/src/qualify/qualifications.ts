/** A long run that shows a promise on a real stack; too long for every change. */
export type Qualification = {
  name: string;
  shows: string;
  /** Of `npm run`. */
  script: string;
  args: readonly string[];
  /** Lines of what it prints that belong into the record. */
  figures: RegExp;
};

const chaos = (name: string, shows: string, args: readonly string[]): Qualification => ({
  ...{ name, shows, script: 'chaos' },
  // Half the usual load: these runs have more servers to pay for.
  args: [...args, '--seconds', '60', '--seed', '1', '--rate', '10'],
  figures:
    /^(Throughput:|PASS|FAIL)|^ {2}(lost|doubled|overspent|stuck|stale|untrue|held|drift) |^ {2}(fail-over-redis|restart-pooler|promote-standby) /,
});

/** One after the other, in this order; whoever builds another adds a line. */
export const qualifications: readonly Qualification[] = [
  chaos('One PostgreSQL, one Redis', 'P1 to P8 under kills, restarts and lost answers', []),
  chaos('PgBouncer', 'PostgreSQL behind PgBouncer in transaction mode, which is killed too', [
    ...['--topology', 'pgbouncer'],
  ]),
  chaos('Hot standby', 'the primary dies in the middle of the run, its standby is promoted', [
    ...['--topology', 'standby'],
  ]),
  chaos('Redis Cluster', 'six nodes; the master of the main app is away for 9 s', [
    ...['--topology', 'cluster'],
  ]),
  chaos('Redis Sentinel', 'three servers, three sentinels; the master is away for 9 s', [
    ...['--topology', 'sentinel'],
  ]),
  {
    name: 'Audience',
    shows:
      '100,000 recipients in an api under 250 MB, the worker killed in the middle, and the rate beside that of single pushes',
    ...{ script: 'qualify:audience', args: ['--compare'] },
    figures: /^(PASS|FAIL|batch:|audience:|CPU of a push)/,
  },
  {
    name: 'Image',
    shows:
      'the steps of the Dockerfile, then docker-compose.yml on what they made, by an account that can write nothing',
    ...{ script: 'check:image', args: [] },
    figures: /^(The image's|Healthy|The console|PASS|FAIL)/,
  },
];
