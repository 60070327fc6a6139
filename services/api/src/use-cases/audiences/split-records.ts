import { createCellTracker, type CellTracker } from './track-cells.ts';

/**
 * A record of a file by the line it begins at and the lines it takes, its bytes being a view of the chunk that they came in; or why it
 * cannot be read.
 */
export type RawRecord =
  | { line: number; lines: number; bytes: Buffer }
  | { line: number; fault: 'too-long' | 'open-quote' };

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
  cells: CellTracker;
  /** The rest of a line that was told already. */
  isSkipping: boolean;
};

const lineFeed = 10;

/**
 * Cuts a file into its records, a line each; in a CSV (`isQuoted`) a line break between quotes belongs to its record. Holds no more
 * than one record of `maxBytes` and a chunk, whatever comes. A record that is longer is told by its line, and so is a quote that is
 * not closed, or closed in the middle of a later line's cell: reading goes on at the line after it. Line breaks are those of UTF-8 and
 * of every encoding that holds ASCII.
 */
export function createRecordSplitter(options: Options): RecordSplitter {
  const place: Place = {
    ...{ pending: Buffer.alloc(0), line: 1, start: 0, at: 0 },
    ...{ cells: createCellTracker({ isFirst: true }), isSkipping: false },
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
  findEnd(place, options);
  const { pending, start, at, line, cells } = place;
  const length = at - start;
  const isOver = length > options.maxBytes || (isEnd && cells.isOpen());
  if (isOver || cells.isSwallowed()) return tellFault(place, options);
  if (at === pending.length && !(isEnd && length > 0)) return null;
  const bytes = pending.subarray(start, at);
  const lines = countBreaks(bytes) + 1;
  goOn(place, { lines, from: at + 1 });
  return { line, lines, bytes };
}

/** Of a record that never ends only its first line is given up: what follows was swallowed by a quote, perhaps. */
function tellFault(place: Place, { isQuoted, maxBytes }: Options): RawRecord {
  const { pending, start, at, line, cells } = place;
  const found = pending.indexOf(lineFeed, start);
  const isLongLine = found !== -1 && found - start > maxBytes;
  const isOpen = cells.isOpen() || (isQuoted && found !== -1 && found < at);
  if (found === -1) {
    place.isSkipping = true;
    place.cells = createCellTracker({ isFirst: false });
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
  place.cells = createCellTracker({ isFirst: false });
}

/** Moves `at` to the line break that ends the record, to where it cannot be one any more, or to the end of what is there. */
function findEnd(place: Place, { isQuoted }: Options): void {
  const { pending, cells } = place;
  if (!isQuoted) {
    const found = pending.indexOf(lineFeed, place.at);
    place.at = found === -1 ? pending.length : found;
    return;
  }
  let { at } = place;
  for (; at < pending.length && !cells.isSwallowed(); at += 1) {
    const byte = pending[at] ?? 0;
    if (byte === lineFeed && !cells.isOpen()) break;
    cells.read(byte);
  }
  place.at = at;
}

function countBreaks(bytes: Buffer): number {
  let breaks = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1))
    breaks += 1;
  return breaks;
}
