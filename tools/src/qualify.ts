/** `npm run qualify`: the long runs one after the other, each written down in docs/qualification.md. `-- --only Image` for one of them. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { locateBinaries } from './embedded-postgres/locate-binaries.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { keepResult } from './qualify/keep-result.ts';
import { qualifications } from './qualify/qualifications.ts';
import { runQualification, type Result } from './qualify/run-qualification.ts';

const print = (line: string): void => console.log(line);

/** What a program says of itself; undefined where it is not there. */
function versionOf(program: string, pattern: RegExp): string | undefined {
  try {
    return pattern.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1];
  } catch {
    return undefined;
  }
}

async function readVersions(): Promise<Record<string, string>> {
  const found = {
    'Node.js': process.versions.node,
    PostgreSQL: (await locateBinaries()).version.replace(/-.*/, ''),
    Redis: versionOf('redis-server', /v=(\S+)/),
    PgBouncer: versionOf('pgbouncer', /PgBouncer (\S+)/),
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, version]) =>
      version === undefined ? [] : [[name, version]],
    ),
  );
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const wanted = qualifications.filter(({ name }) => values.only?.includes(name) ?? true);
  if (wanted.length === 0) {
    print(`There are: ${qualifications.map(({ name }) => name).join(', ')}.`);
    return 1;
  }
  const versions = await readVersions();
  const results: Result[] = [];
  for (const qualification of wanted) {
    print(`\n=== ${qualification.name}: ${qualification.shows}`);
    const result = await runQualification({ qualification, versions, root: repoRoot, print });
    await keepResult(path.join(repoRoot, 'docs'), result);
    results.push(result);
  }
  for (const { name, isPassed, seconds } of results) {
    print(`${isPassed ? 'passed' : 'FAILED'}  ${name} (${String(seconds)} s)`);
  }
  return results.every(({ isPassed }) => isPassed) ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
