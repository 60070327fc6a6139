/** A record of a file by the line it begins at, its bytes being a view of the chunk that they came in; or why it cannot be read. */
export type RawRecord =
  { line: number; bytes: Buffer } | { line: number; fault: 'too-long' | 'open-quote' };

export type RecordSplitter = {
  /** Read to its end before the next write: each record is cut off when it is asked for. */
  write(chunk: Uint8Array): Iterable<RawRecord>;
  /** What is left at the end of the file. */
  end(): Iterable<RawRecord>;
};

type Options = { isQuoted: boolean; maxBytes: number };

/** `pending` is looked at up to `at`; its next record begins at `start`, which is on `line`. */
type Place = {
  pending: Buffer;
  line: number;
  start: number;
  at: number;
  isInQuote: boolean;
  /** The rest of a line that was told already. */
  isSkipping: boolean;
};

const lineFeed = 10;
const quote = 34;

/**
 * Cuts a file into its records, a line each; in a CSV (`isQuoted`) a line break between quotes belongs to its record. Holds no more
 * than one record of `maxBytes` and a chunk, whatever comes. A record that is longer is told by its line, and so is a quote that is
 * not closed: reading goes on at the line after it. Line breaks are those of UTF-8 and of every encoding that holds ASCII.
 */
export function createRecordSplitter(options: Options): RecordSplitter {
  const place: Place = {
    ...{ pending: Buffer.alloc(0), line: 1, start: 0, at: 0 },
    ...{ isInQuote: false, isSkipping: false },
  };
  function* readAll(isEnd: boolean): Generator<RawRecord> {
    for (;;) {
      const record = readNext(place, options, isEnd);
      if (record === null) break;
      yield record;
    }
    // A copy: what was read does not stay for the sake of what was not.
    place.pending = Buffer.from(place.pending.subarray(place.start));
    place.at = Math.max(0, place.at - place.start);
    place.start = 0;
  }
  return {
    write(chunk) {
      // As a rule nothing is left of the chunk before, least of all while an endless line is skipped: then nothing is copied.
      place.pending =
        place.pending.length === 0
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
          : Buffer.concat([place.pending, chunk]);
      return readAll(false);
    },
    end: () => readAll(true),
  };
}

/** Null: there is no whole one yet. */
function readNext(place: Place, options: Options, isEnd: boolean): RawRecord | null {
  if (place.isSkipping && !skipLine(place)) return null;
  findEnd(place, options.isQuoted);
  const { pending, start, at, line, isInQuote } = place;
  const length = at - start;
  const isWhole = at < pending.length || (isEnd && !isInQuote && length > 0);
  if (length <= options.maxBytes && isWhole) {
    const bytes = pending.subarray(start, at);
    goOn(place, { lines: countBreaks(bytes) + 1, from: at + 1 });
    return { line, bytes };
  }
  if (length <= options.maxBytes && !(isEnd && isInQuote)) return null;
  return tellFault(place, options);
}

/** Of a record that never ends only its first line is given up: what follows was swallowed by a quote, perhaps. */
function tellFault(place: Place, { isQuoted, maxBytes }: Options): RawRecord {
  const { pending, start, at, line, isInQuote } = place;
  const found = pending.indexOf(lineFeed, start);
  const isLongLine = found !== -1 && found - start > maxBytes;
  const isOpen = isInQuote || (isQuoted && found !== -1 && found < at);
  if (found === -1) {
    place.isSkipping = true;
    place.isInQuote = false;
  } else goOn(place, { lines: 1, from: found + 1 });
  return { line, fault: isOpen && !isLongLine ? 'open-quote' : 'too-long' };
}

/** False: the line goes on. */
function skipLine(place: Place): boolean {
  const { pending, start } = place;
  const found = pending.indexOf(lineFeed, start);
  if (found === -1) {
    place.start = pending.length;
    place.at = pending.length;
    return false;
  }
  place.isSkipping = false;
  goOn(place, { lines: 1, from: found + 1 });
  return true;
}

function goOn(place: Place, { lines, from }: { lines: number; from: number }): void {
  place.line += lines;
  place.start = Math.min(from, place.pending.length);
  place.at = place.start;
  place.isInQuote = false;
}

/** Moves `at` to the line break that ends the record, or to the end of what is there. */
function findEnd(place: Place, isQuoted: boolean): void {
  const { pending } = place;
  if (!isQuoted) {
    const found = pending.indexOf(lineFeed, place.at);
    place.at = found === -1 ? pending.length : found;
    return;
  }
  let { at, isInQuote } = place;
  for (; at < pending.length; at += 1) {
    const byte = pending[at];
    if (byte === quote) isInQuote = !isInQuote;
    else if (byte === lineFeed && !isInQuote) break;
  }
  place.at = at;
  place.isInQuote = isInQuote;
}

function countBreaks(bytes: Buffer): number {
  let breaks = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1))
    breaks += 1;
  return breaks;
}
