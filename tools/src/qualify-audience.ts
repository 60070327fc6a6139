/** `npm run qualify:audience`: an audience of 100,000 against a private stack, its worker killed in the middle; then the audit. */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeScratch } from './local-stack/make-scratch.ts';
import { qualifyAudience } from './qualify/qualify-audience.ts';

const most = 100_000;
/** Several times what it takes on two busy cores. */
const limitMs = 3_600_000;

/** `--recipients 100000`; `--compare`: also the rate, beside that of POST /v1/pushes/batch. */
function readOptions(): { recipients: number; isCompared: boolean } {
  const { values } = parseArgs({
    options: { recipients: { type: 'string' }, compare: { type: 'boolean', default: false } },
  });
  const recipients = Number(values.recipients ?? most);
  if (Number.isInteger(recipients) && recipients >= 1_000 && recipients <= most)
    return { recipients, isCompared: values.compare };
  throw new Error(`--recipients must be a whole number from 1000 to ${String(most)}.`);
}

async function main(): Promise<number> {
  const options = readOptions();
  const folder = makeScratch('yuexin-qualify-');
  const leaving = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => leaving.abort(new Error('It was interrupted.')));
  const late = new Error(`It was not over within ${String(limitMs / 60_000)} minutes.`);
  setTimeout(() => leaving.abort(late), limitMs).unref();
  const print = (line: string): void => console.log(line);
  let isGood = false;
  try {
    isGood = await qualifyAudience({ ...options, folder, leaving: leaving.signal, print });
    return isGood ? 0 : 1;
  } finally {
    if (isGood) rmSync(folder, { recursive: true, force: true });
    else print(`Logs: ${folder}`);
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`FAIL: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
process.exit();
