import { parse } from 'csv-parse/sync';
import { CliError } from '../cli-error.ts';

/** A row with the line it began at. */
export type CsvRow<Column extends string> = {
  line: number;
  values: Partial<Record<Column, string>>;
};

const mostTold = 20;

/**
 * The rows of a CSV with a header; blank values are left out. `problemsOf` judges a row. Throws CliError that names every
 * unknown, missing or repeated column, and every bad line with all that is wrong with it (the first twenty of them).
 */
export function readCsv<Column extends string>(input: {
  text: string;
  name: string;
  required: readonly Column[];
  optional: readonly Column[];
  problemsOf: (row: CsvRow<Column>) => readonly string[];
}): CsvRow<Column>[] {
  const { name } = input;
  const records = parseRecords(input.text, name);
  const [header, ...rest] = records;
  if (header === undefined) throw new CliError(`${name} is empty.`);
  const columns = header.record.map((column) => column.trim());
  requireColumns(columns, input);
  const rows: CsvRow<Column>[] = [];
  const bad: string[] = [];
  for (const { record, info } of rest) {
    const row = rowOf<Column>(columns, record, info.lines - countBreaks(record));
    const problems = [...problemsOfWidth(record, columns), ...problemsOfRow(row, input)];
    if (problems.length > 0) bad.push(`  line ${row.line}: ${problems.join('; ')}`);
    rows.push(row);
  }
  if (bad.length > 0) throw badLines(name, bad);
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
  const twice = known.filter((one) => columns.filter((column) => column === one).length > 1);
  const unknown = columns.filter((column) => !known.includes(column));
  const told = [
    ...missing.map((column) => `${column} is missing`),
    ...unknown.map((column) => `${column === '' ? '(blank)' : column} is not known`),
    ...twice.map((column) => `${column} is there twice`),
  ];
  if (told.length === 0) return;
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

/** A line that is longer or shorter than the header has its values in the wrong columns. */
const problemsOfWidth = (record: readonly string[], columns: readonly string[]): string[] =>
  record.length === columns.length
    ? []
    : [`its values are ${record.length}, the columns of the header ${columns.length}`];

function problemsOfRow<Column extends string>(
  row: CsvRow<Column>,
  given: {
    required: readonly Column[];
    problemsOf: (row: CsvRow<Column>) => readonly string[];
  },
): readonly string[] {
  const blank = given.required.filter((column) => row.values[column] === undefined);
  return blank.length > 0 ? [`${blank.join(', ')} is blank`] : given.problemsOf(row);
}

function badLines(name: string, problems: readonly string[]): CliError {
  const shown = problems.slice(0, mostTold);
  const more = problems.length - shown.length;
  return new CliError(
    [
      `${problems.length === 1 ? 'One line is' : `${problems.length} lines are`} wrong in ${name}; nothing was imported.`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
  );
}
