import { AppError } from '@yuexin/errors';
import { addresses } from './recipient-line.schema.ts';

/**
 * The columns of a CSV of recipients. `read`: the cells of its first record, or why they are none; `text`: that record, `needed`: the
 * variables of the message. Throws `invalid-request` for a header that leaves out what is needed or is not separated by commas.
 */
export function readCsvHeader(input: {
  read: { cells: string[] } | { message: string };
  text: string;
  needed: readonly string[];
}): string[] {
  const { read, text, needed } = input;
  const cells = 'cells' in read ? read.cells : [];
  const hasAddress = addresses.some((name) => cells.includes(name));
  const separator = hasAddress ? null : findSeparator(text);
  if (separator !== null) throw wrongSeparator(separator);
  if (!('cells' in read)) throw wrongHeader([`the first line ${read.message}`]);
  const twice = cells.filter((cell, at) => cell !== '' && cells.indexOf(cell) !== at);
  const wrong = [
    ...(hasAddress ? [] : ['a column openid, phone or unionid is missing']),
    ...needed.filter((name) => !cells.includes(name)).map((name) => `column ${name} is missing`),
    ...twice.map((name) => `column ${name} is there twice`),
  ];
  if (wrong.length > 0) throw wrongHeader(wrong);
  return cells;
}

function wrongHeader(wrong: readonly string[]): AppError {
  return new AppError('invalid-request', {
    message: `The header of the file is wrong: ${wrong.join(', ')}. Nothing was kept.`,
    problems: wrong.map((message) => ({ pointer: '/1', rule: 'header', message })),
  });
}

type Separator = { sign: string; name: string };

/** What spreadsheets put between cells where the comma is a decimal sign, and what people do. */
const separators: readonly Separator[] = [
  { sign: ';', name: 'semicolons' },
  { sign: '\t', name: 'tabs' },
  { sign: '，', name: 'full-width commas' },
  { sign: '；', name: 'full-width semicolons' },
  { sign: '|', name: 'vertical bars' },
];

/** What stands between the columns of a header, if it names an address once it is cut there; null: none of these. */
function findSeparator(text: string): Separator | null {
  const found = separators.find(({ sign }) => {
    const names = text.split(sign).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    return names.length > 1 && addresses.some((name) => names.includes(name));
  });
  return found ?? null;
}

const wrongSeparator = ({ sign, name }: Separator): AppError =>
  new AppError('invalid-request', {
    message: `The columns of the file are separated by ${name}. Put commas between them: save it anew as a CSV with commas. Nothing was kept.`,
    problems: [
      {
        ...{ pointer: '/1', rule: 'separator', actual: sign },
        message: `separates its columns by ${name}; put commas between them`,
      },
    ],
  });
