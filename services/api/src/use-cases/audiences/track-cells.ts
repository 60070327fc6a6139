/** Where one stands in a record of a CSV, byte by byte. */
export type CellTracker = {
  read(byte: number): void;
  /** Between the quotes of a cell, where a line break is a part of it. */
  isOpen(): boolean;
  /** Text stood behind the quotes of a cell, and quotes held lines together: they were never meant as a pair. */
  isSwallowed(): boolean;
};

/** `closed`: behind a quote in a quoted cell, which ends it unless another one follows. */
type State = 'start' | 'plain' | 'quoted' | 'closed' | 'behind';

const quote = 34;
const comma = 44;
const lineFeed = 10;
const carriageReturn = 13;
const blanks = new Set([9, 32]);
/** The bytes that may stand at the beginning of a file. */
const mark = new Set([0xef, 0xbb, 0xbf]);

/** Quotes mean something only around a whole cell (RFC 4180): `5" pipe` is five inches. `isFirst`: the record begins the file. */
export function createCellTracker({ isFirst }: { isFirst: boolean }): CellTracker {
  let state: State = 'start';
  let isBroken = false;
  let hasBreak = false;
  return {
    read(byte) {
      if (state === 'start' && isFirst && mark.has(byte)) return;
      if (byte === lineFeed) hasBreak = true;
      state = next(state, byte);
      if (state === 'behind' && !blanks.has(byte) && byte !== carriageReturn) isBroken = true;
    },
    isOpen: () => state === 'quoted',
    isSwallowed: () => isBroken && hasBreak,
  };
}

function next(state: State, byte: number): State {
  if (state === 'quoted') return byte === quote ? 'closed' : 'quoted';
  if (byte === comma) return 'start';
  if (state === 'closed') return byte === quote ? 'quoted' : 'behind';
  if (state !== 'start' || blanks.has(byte)) return state;
  return byte === quote ? 'quoted' : 'plain';
}
