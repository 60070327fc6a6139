import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

// Twenty times the cases of the gate, drawn anew: a failure prints its seed and path, and belongs in a table test.
const env = {
  ...process.env,
  PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? '20',
  PROPERTY_SEED: process.env.PROPERTY_SEED ?? String(randomInt(2 ** 31)),
};
process.stdout.write(`seed ${env.PROPERTY_SEED}, ${env.PROPERTY_RUNS} times the usual runs\n`);
const args = [
  'run',
  '--silent',
  'jest',
  '--',
  '--selectProjects',
  'unit',
  '--testPathPatterns',
  'property',
];
process.exit(spawnSync('npm', args, { env, stdio: 'inherit' }).status ?? 1);
