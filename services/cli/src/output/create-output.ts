import type { Writable } from 'node:stream';
import { renderTable } from './render-table.ts';

type Stream = Writable & { isTTY?: boolean; columns?: number };

/** What the program says: answers on stdout, everything else on stderr, so that pipes get answers alone. */
export type Output = {
  /** Whether answers are JSON. */
  isJson: () => boolean;
  /** Whether a person reads along on stderr. */
  isWatched: boolean;
  line(text: string): void;
  /** One document, or one line of a stream of them. */
  json(value: unknown, options?: { isLine?: boolean }): void;
  table(columns: readonly string[], rows: readonly (readonly string[])[]): void;
  /** Names and values below each other; what is undefined is left out. */
  facts(facts: Readonly<Record<string, string | undefined>>): void;
  note(text: string): void;
  /** What was done, where there is nothing else to show: a sentence on stderr, or the document. */
  done(document: unknown, sentence: string): void;
  /** Without a line's end: a progress bar draws over itself. */
  draw(text: string): void;
};

export function createOutput(deps: {
  stdout: Stream;
  stderr: Stream;
  isJson: () => boolean;
}): Output {
  const { stdout, stderr } = deps;
  const line = (text: string): void => {
    stdout.write(`${text}\n`);
  };
  const width = stdout.isTTY === true ? (stdout.columns ?? null) : null;
  const json: Output['json'] = (value, { isLine = false } = {}) =>
    line(JSON.stringify(value, null, isLine ? 0 : 2));
  const note = (text: string): void => {
    stderr.write(`${text}\n`);
  };
  return {
    isJson: deps.isJson,
    isWatched: stderr.isTTY === true,
    line,
    json,
    note,
    done(document, sentence) {
      if (deps.isJson()) json(document);
      else note(sentence);
    },
    table: (columns, rows) => line(renderTable({ columns, rows, width })),
    facts(facts) {
      const known = Object.entries(facts).filter(([, value]) => value !== undefined);
      const rows = known.map(([name, value]) => [name, value ?? '']);
      const [columns = [], ...rest] = rows;
      line(renderTable({ columns, rows: rest, width: null }));
    },
    draw: (text) => {
      stderr.write(text);
    },
  };
}
