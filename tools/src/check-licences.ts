/** `npm run check:licences`: every licence is on the list, and docs/licences.md is current; `--write` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from './local-stack/repo-root.ts';
import { findLicenceProblems } from './supply/find-licence-problems.ts';
import { readLockedPackages } from './supply/read-locked-packages.ts';
import { renderLicences } from './supply/render-licences.ts';

const file = path.join(repoRoot, 'docs/licences.md');
const packages = readLockedPackages(readFileSync(path.join(repoRoot, 'package-lock.json'), 'utf8'));
const text = await renderLicences(packages);
if (process.argv.includes('--write')) writeFileSync(file, text);
const problems = findLicenceProblems(packages);
if (readFileSync(file, 'utf8') !== text)
  problems.push('docs/licences.md is not current: run `npm run docs`.');
for (const problem of problems) console.error(problem);
if (problems.length === 0)
  console.log(`Licences: all of ${String(packages.length)} packages are on the list.`);
process.exitCode = problems.length === 0 ? 0 : 1;
