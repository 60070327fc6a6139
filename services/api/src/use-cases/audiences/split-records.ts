/** A record of a file as bytes, by the line it begins at; or why it cannot be read. */
export type RawRecord =
  { line: number; bytes: Buffer } | { line: number; fault: 'too-long' | 'open-quote' };

export type RecordSplitter = {
  write(chunk: Uint8Array): RawRecord[];
  /** What is left at the end of the file. */
  end(): RawRecord[];
};

const lineFeed = 10;
const quote = 34;

/**
 * Cuts a file into its records, a line each; in a CSV (`isQuoted`) a line break between quotes belongs to its record. Holds no more
 * than one record of `maxBytes` and a chunk, whatever comes. A record that is longer is told by its line, and so is a quote that is
 * not closed: reading goes on at the line after it. Line breaks are those of UTF-8 and of every encoding that holds ASCII.
 */
export function createRecordSplitter(options: {
  isQuoted: boolean;
  maxBytes: number;
}): RecordSplitter {
  const { isQuoted, maxBytes } = options;
  let pending = Buffer.alloc(0);
  let line = 1;
  /** Up to here `pending` was looked at; its record begins at 0. */
  let at = 0;
  let isInQuote = false;
  let isSkipping = false;

  const findEnd = (): void => {
    if (!isQuoted) {
      const found = pending.indexOf(lineFeed, at);
      at = found === -1 ? pending.length : found;
      return;
    }
    for (; at < pending.length; at += 1) {
      const byte = pending[at];
      if (byte === quote) isInQuote = !isInQuote;
      else if (byte === lineFeed && !isInQuote) return;
    }
  };

  const scan = (isEnd: boolean): RawRecord[] => {
    const records: RawRecord[] = [];
    let start = 0;
    /** Goes on behind the next line break; false: there is none yet. */
    const goOn = (lines: number, from: number): void => {
      line += lines;
      start = from;
      at = from;
      isInQuote = false;
    };
    for (;;) {
      if (isSkipping) {
        const found = pending.indexOf(lineFeed, start);
        if (found === -1) {
          start = pending.length;
          at = start;
          break;
        }
        isSkipping = false;
        goOn(1, found + 1);
      }
      findEnd();
      const isWhole = at < pending.length || (isEnd && !isInQuote && at > start);
      const length = at - start;
      if (isWhole && length <= maxBytes) {
        const bytes = pending.subarray(start, at);
        records.push({ line, bytes: Buffer.from(bytes) });
        goOn(countBreaks(bytes) + 1, at + 1);
        if (start >= pending.length) break;
        continue;
      }
      if (length <= maxBytes && !(isEnd && isInQuote)) break;
      const found = pending.indexOf(lineFeed, start);
      const isLine = found !== -1 && found - start > maxBytes;
      const isOpen = isInQuote || (isQuoted && found !== -1 && found < at);
      records.push({ line, fault: isOpen && !isLine ? 'open-quote' : 'too-long' });
      if (found === -1) {
        isSkipping = true;
        isInQuote = false;
        continue;
      }
      goOn(1, found + 1);
    }
    pending = Buffer.from(pending.subarray(Math.min(start, pending.length)));
    at = Math.max(0, at - start);
    return records;
  };

  return {
    write(chunk) {
      pending = Buffer.concat([pending, chunk]);
      return scan(false);
    },
    end: () => scan(true),
  };
}

function countBreaks(bytes: Buffer): number {
  let breaks = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1))
    breaks += 1;
  return breaks;
}
