import { InvalidRequestError, ProblemError } from '@yuexin/client';
import { CliError } from './cli-error.ts';
import { explainFailure } from './explain-failure.ts';
import type { Output } from './output/create-output.ts';
import { createProgressBar } from './output/progress-bar.ts';

/**
 * Sends the rows of a file part by part. What the api says of an item is told of its line in the file. A part is taken
 * whole or not at all; when one fails, the ones before it are in, which is said, and the rest is not sent.
 */
export async function importInParts<Row extends { line: number }>(input: {
  out: Output;
  title: string;
  parts: readonly (readonly Row[])[];
  send: (part: readonly Row[]) => Promise<void>;
}): Promise<void> {
  const { out, parts } = input;
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const bar = createProgressBar(out, input.title);
  let done = 0;
  try {
    for (const part of parts) {
      bar.show(done, total);
      await input.send(part).catch((error: unknown) => {
        throw tellLines(error, part, done);
      });
      done += part.length;
    }
    bar.show(done, total);
  } finally {
    bar.end();
  }
}

/** `/users/12/phone` is line so-and-so, phone. */
function tellLines(error: unknown, part: readonly { line: number }[], done: number): unknown {
  if (!(error instanceof ProblemError)) return done === 0 ? error : withDone(error, done);
  if (!(error instanceof InvalidRequestError) || error.errors.length === 0)
    return withDone(error, done);
  const lines = error.errors.map(({ pointer, message }) => {
    const [, at, field = ''] = /^\/\w+\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? [];
    const line = at === undefined ? undefined : part[Number(at)]?.line;
    return line === undefined ? `  ${pointer} ${message}` : `  line ${line}: ${field} ${message}`;
  });
  return new CliError([error.summary, ...lines, sayDone(done)].join('\n'), { exitCode: 3 });
}

function withDone(error: unknown, done: number): CliError {
  const { exitCode, message, cure } = explainFailure(error);
  return new CliError(`${message}\n${sayDone(done)}`, { exitCode, ...(cure !== null && { cure }) });
}

const sayDone = (done: number): string =>
  done === 0
    ? 'Nothing was imported.'
    : `${done} rows are imported. Mend the rest and run the file again: nothing counts twice.`;

/** Parts of at most `most` rows, and of at most `mostWeight` in sum; what is grouped stays together. */
export function inParts<Row>(
  groups: readonly (readonly Row[])[],
  limits: { most: number; mostWeight: number; weigh: (row: Row) => number },
): Row[][] {
  const parts: Row[][] = [];
  let part: Row[] = [];
  let weight = 0;
  for (const group of groups) {
    const own = group.reduce((sum, row) => sum + limits.weigh(row), 0);
    const isFull = part.length + group.length > limits.most || weight + own > limits.mostWeight;
    if (part.length > 0 && isFull) {
      parts.push(part);
      part = [];
      weight = 0;
    }
    part.push(...group);
    weight += own;
  }
  return part.length === 0 ? parts : [...parts, part];
}
