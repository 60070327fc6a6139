/**
 * The cells of one record of a CSV (RFC 4180), or what is wrong with it. Its quotes are balanced: the splitter saw to that.
 * What stands around a cell's text is left out, as spreadsheets and people put blanks there.
 */
export function readCsvRecord(text: string): { cells: string[] } | { message: string } {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const start = skipBlanks(text, at);
    if (text[start] !== '"') {
      const comma = text.indexOf(',', at);
      const end = comma === -1 ? text.length : comma;
      cells.push(text.slice(at, end).trim());
      if (comma === -1) return { cells };
      at = comma + 1;
      continue;
    }
    const quoted = /"((?:[^"]|"")*)"/y;
    quoted.lastIndex = start;
    const found = quoted.exec(text);
    if (found === null) return { message: 'has a quote that is not closed' };
    cells.push((found[1] ?? '').replaceAll('""', '"'));
    const next = skipBlanks(text, quoted.lastIndex);
    if (next >= text.length) return { cells };
    if (text[next] !== ',')
      return {
        message: 'has text behind the quotes of a cell; a quote inside them is written twice',
      };
    at = next + 1;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}
