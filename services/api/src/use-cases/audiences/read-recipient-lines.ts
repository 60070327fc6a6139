import { AppError, type FieldProblem } from '@yuexin/errors';
import { problemsOfIssues } from '../../http/problems-of-issues.ts';
import { findUnstorableValues } from '../../http/read-json-body.ts';
import { readCsvHeader } from './read-csv-header.ts';
import { readCsvRecord } from './read-csv-record.ts';
import { addresses, recipientLine, type RecipientLine } from './recipient-line.schema.ts';
import type { RawRecord } from './split-records.ts';

/** A line of an upload, read for itself. `recipient`: what is right in itself; whole when there are no problems. */
export type ReadLine = {
  line: number;
  recipient: Partial<RecipientLine>;
  problems: FieldProblem[];
};

export type LineReader = (record: RawRecord) => ReadLine | null;

const faults = {
  'too-long': 'is longer than any recipient needs',
  'open-quote': 'has a quote that is not closed, or only in the middle of a later line',
} as const;

/** JSON lines. Null for a blank line. */
export function createNdjsonReader(): LineReader {
  const decode = createDecoder();
  return (record) => {
    const { line } = record;
    const text = decode(record);
    if (typeof text !== 'string') return broken(line, text);
    const first = text.trimStart()[0];
    if (first === undefined) return null;
    // Known without a throw, of which a file that is none would make a hundred thousand.
    if (first !== '{') return broken(line, { rule: 'json', message: 'is not a JSON object' });
    try {
      return readRecipient(line, JSON.parse(text));
    } catch {
      return broken(line, { rule: 'json', message: 'is not JSON' });
    }
  };
}

/**
 * CSV with a header: one column at least of openid, phone and unionid, the others are variables. Null for a blank line and for the
 * header. Throws `invalid-request` for a header that leaves out what the message needs.
 */
export function createCsvReader(needed: readonly string[]): LineReader {
  const readOne = createCsvRecordReader(needed);
  return (record) => {
    const read = readOne(record);
    if (read === null || read.problems.length === 0 || 'fault' in record || record.lines === 1)
      return read;
    return { ...read, problems: [...read.problems, joined(record.line + record.lines - 1)] };
  };
}

/** Of a record of several lines that is wrong: whoever forgot a quote learns what it took in. */
const joined = (last: number): FieldProblem => ({
  ...{ pointer: '', rule: 'joined-lines' },
  message: `was read as one with all lines through ${String(last)}, which its quotes hold together`,
});

function createCsvRecordReader(needed: readonly string[]): LineReader {
  const decode = createDecoder();
  let header: string[] | null = null;
  return (record) => {
    const { line } = record;
    const text = decode(record);
    if (typeof text === 'string' && text.trim() === '') return null;
    const read = typeof text === 'string' ? readCsvRecord(text) : text;
    if (header === null) {
      header = readCsvHeader({ read, text: typeof text === 'string' ? text : '', needed });
      return null;
    }
    if (!('cells' in read)) return broken(line, { rule: 'csv', ...read });
    const { cells } = read;
    if (cells.length > header.length && cells.slice(header.length).some((cell) => cell !== ''))
      return broken(line, {
        ...{ rule: 'columns', limit: header.length, actual: cells.length },
        message: 'has more cells than the header has columns',
      });
    return readRecipient(line, recipientOf(header, cells));
  };
}

/** A blank cell is a value that is not there. */
function recipientOf(header: readonly string[], cells: readonly string[]): unknown {
  const given = header.flatMap((name, at): [string, string][] => {
    const cell = cells[at] ?? '';
    return name === '' || cell === '' ? [] : [[name, cell]];
  });
  const isAddress = ([name]: [string, string]): boolean =>
    (addresses as readonly string[]).includes(name);
  return {
    ...Object.fromEntries(given.filter(isAddress)),
    variables: Object.fromEntries(given.filter((one) => !isAddress(one))),
  };
}

function readRecipient(line: number, value: unknown): ReadLine {
  const parsed = recipientLine.safeParse(value, { reportInput: true });
  if (!parsed.success)
    return {
      ...{ line, recipient: readFields(value) },
      problems: problemsOfIssues(parsed.error.issues),
    };
  const problems = findUnstorableValues(value);
  return { line, recipient: problems.length === 0 ? parsed.data : {}, problems };
}

/** Of a line that is wrong: its variables, and who is meant where that is one address. */
function readFields(value: unknown): Partial<RecipientLine> {
  if (typeof value !== 'object' || value === null || findUnstorableValues(value).length > 0)
    return {};
  const named = addresses.filter((name) => Object.hasOwn(value, name));
  const [first] = named;
  const fields = ['variables' as const, ...(named.length === 1 && first ? [first] : [])];
  return Object.fromEntries(
    fields.flatMap((name) => {
      const given = (value as Record<string, unknown>)[name];
      const parsed = recipientLine.shape[name].safeParse(given);
      return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
    }),
  );
}

const broken = (line: number, problem: Omit<FieldProblem, 'pointer'>): ReadLine => ({
  ...{ line, recipient: {} },
  problems: [{ pointer: '', ...problem }],
});

/** Bytes of a line as text; the mark at the beginning of the file and the CR of Windows go. Throws for a file in UTF-16. */
function createDecoder(): (record: RawRecord) => string | { rule: string; message: string } {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  return (record) => {
    const wasFirst = isFirst;
    isFirst = false;
    if ('fault' in record) return { rule: record.fault, message: faults[record.fault] };
    const { bytes } = record;
    if (wasFirst && (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])))
      throw new AppError('invalid-request', {
        message: 'The file is in UTF-16. Save it as UTF-8. Nothing was kept.',
        problems: [{ pointer: '/1', rule: 'encoding', message: 'is not UTF-8' }],
      });
    try {
      // TextDecoder leaves out a mark that stands first, which it may only in the first line.
      const text = decoder.decode(bytes);
      return text.endsWith('\r') ? text.slice(0, -1) : text;
    } catch {
      return {
        rule: 'encoding',
        message: 'is not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)',
      };
    }
  };
}

const startsWith = (bytes: Buffer, mark: readonly number[]): boolean =>
  mark.every((byte, at) => bytes[at] === byte);
