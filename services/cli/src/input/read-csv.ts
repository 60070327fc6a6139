import { parse } from 'csv-parse/sync';
import { CliError } from '../cli-error.ts';

/** A row with the line it began at. */
export type CsvRow<Column extends string> = {
  line: number;
  values: Partial<Record<Column, string>>;
};

const mostTold = 20;

/**
 * The rows of a CSV with a header; blank values are left out. `problemOf` judges a row. Throws CliError that names every
 * unknown or missing column, and every bad line (the first twenty of them).
 */
export function readCsv<Column extends string>(input: {
  text: string;
  name: string;
  required: readonly Column[];
  optional: readonly Column[];
  problemOf: (row: CsvRow<Column>) => string | null;
}): CsvRow<Column>[] {
  const { name } = input;
  const records = parseRecords(input.text, name);
  const [header, ...rest] = records;
  if (header === undefined) throw new CliError(`${name} is empty.`);
  const columns = header.record.map((column) => column.trim());
  requireColumns(columns, input);
  const rows = rest.map(({ record, info }) =>
    rowOf<Column>(columns, record, info.lines - countBreaks(record)),
  );
  const problems = rows.flatMap((row) => {
    const problem = problemOfRow(row, input);
    return problem === null ? [] : [`  line ${row.line}: ${problem}`];
  });
  if (problems.length > 0) throw badLines(name, problems);
  if (rows.length === 0) throw new CliError(`${name} has a header and no lines.`);
  return rows;
}

/** The parser tells the line a record ends at. */
const countBreaks = (record: readonly string[]): number =>
  record.join('').split(/\r\n|\r|\n/).length - 1;

type ParsedRecord = { record: string[]; info: { lines: number } };

function parseRecords(text: string, name: string): ParsedRecord[] {
  try {
    return parse(text, {
      ...{ bom: true, info: true, skip_empty_lines: true, trim: true },
      relax_column_count: true,
    }) as unknown as ParsedRecord[];
  } catch (error) {
    throw new CliError(`${name} is no CSV: ${(error as Error).message}.`);
  }
}

function requireColumns<Column extends string>(
  columns: readonly string[],
  {
    name,
    required,
    optional,
  }: { name: string; required: readonly Column[]; optional: readonly Column[] },
): void {
  const known: readonly string[] = [...required, ...optional];
  const missing = required.filter((column) => !columns.includes(column));
  const unknown = columns.filter((column) => !known.includes(column));
  if (missing.length === 0 && unknown.length === 0) return;
  const told = [
    ...missing.map((column) => `${column} is missing`),
    ...unknown.map((column) => `${column === '' ? '(blank)' : column} is not known`),
  ];
  throw new CliError(`The header of ${name} is wrong: ${told.join(', ')}.`, {
    cure: `It must be: ${required.join(',')}${optional.map((column) => `[,${column}]`).join('')}`,
  });
}

function rowOf<Column extends string>(
  columns: readonly string[],
  record: readonly string[],
  line: number,
): CsvRow<Column> {
  const entries = columns.map((column, at) => [column, record[at] ?? '']);
  const values = Object.fromEntries(entries.filter(([, value]) => value !== '')) as Partial<
    Record<Column, string>
  >;
  return { line, values };
}

function problemOfRow<Column extends string>(
  row: CsvRow<Column>,
  {
    required,
    problemOf,
  }: { required: readonly Column[]; problemOf: (row: CsvRow<Column>) => string | null },
): string | null {
  const blank = required.filter((column) => row.values[column] === undefined);
  return blank.length > 0 ? `${blank.join(', ')} is blank` : problemOf(row);
}

function badLines(name: string, problems: readonly string[]): CliError {
  const shown = problems.slice(0, mostTold);
  const more = problems.length - shown.length;
  return new CliError(
    [
      `${problems.length} of the lines of ${name} are wrong; nothing was imported.`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
  );
}
