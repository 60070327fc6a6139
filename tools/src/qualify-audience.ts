/** `npm run qualify:audience`: an audience of 100,000 against a private stack, its worker killed in the middle; then the audit. */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeScratch } from './local-stack/make-scratch.ts';
import { qualifyAudience } from './qualify/qualify-audience.ts';

const most = 100_000;

/** `--recipients 100000`; `--compare`: also what a push costs beside one by POST /v1/pushes/batch. */
function readOptions(): { recipients: number; isCompared: boolean } {
  const { values } = parseArgs({
    options: { recipients: { type: 'string' }, compare: { type: 'boolean', default: false } },
  });
  const recipients = Number(values.recipients ?? most);
  if (Number.isInteger(recipients) && recipients >= 1_000 && recipients <= most)
    return { recipients, isCompared: values.compare };
  throw new Error(`--recipients must be a whole number from 1000 to ${String(most)}.`);
}

const folder = makeScratch('yuexin-qualify-');
try {
  const isGood = await qualifyAudience({
    ...readOptions(),
    ...{ folder, print: (line: string) => console.log(line) },
  });
  if (isGood) rmSync(folder, { recursive: true, force: true });
  else console.log(`Logs: ${folder}`);
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.log(`Logs: ${folder}`);
  process.exitCode = 1;
}
process.exit();
