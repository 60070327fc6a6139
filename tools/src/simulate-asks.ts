/** `npm run simulate-asks`: ways of asking for grants, played by synthetic users; the figures of docs/asking.md. */
import path from 'node:path';
import {
  isAsDocumented,
  readAskingOptions,
  type AskingOptions,
} from './asking/read-asking-options.ts';
import {
  findStaleFiles,
  renderAskingFiles,
  writeAskingFiles,
} from './asking/report/keep-asking-figures.ts';
import { printAsking } from './asking/report/print-asking.ts';
import { runAsking } from './asking/run-asking.ts';
import { repoRoot } from './local-stack/repo-root.ts';

const print = (line: string): void => console.log(line);

async function main(options: AskingOptions): Promise<number> {
  const record = runAsking(options, print);
  printAsking(record, print);
  if (!isAsDocumented(options)) {
    print('docs/ is left alone: it shows the figures of the options that nobody gave.');
    return 0;
  }
  const files = await renderAskingFiles(record, path.join(repoRoot, 'docs'));
  if (!options.isCheck) {
    writeAskingFiles(files);
    print('Written: docs/asking.md, docs/asking.zh-CN.md, docs/images/asking.svg.');
    return 0;
  }
  const stale = findStaleFiles(files);
  print(stale.length === 0 ? 'docs/ shows these figures.' : `Other figures: ${stale.join(', ')}.`);
  return stale.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(readAskingOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
