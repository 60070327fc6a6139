import { dayMs } from '../world/draw-month.ts';

/** A push lives so long when its caller says nothing (design 5). */
const ttlMs = 7 * dayMs;

export type WalletCounts = {
  /** Pushes that found a grant when they came, while parked, not within their life, and those that still wait. */
  atOnce: number;
  released: number;
  expired: number;
  waiting: number;
  /** Grants in all, and those that paid for nothing yet. */
  accepts: number;
  spare: number;
};

export type Wallet = {
  need(templateId: string, atMs: number): void;
  accept(templateId: string, atMs: number): void;
  available(templateId: string): number;
  parked(templateId: string, atMs: number): number;
  /** As of the end of the month. */
  count(atMs: number): WalletCounts;
};

type Cell = { available: number; parkedUntil: number[] };

/** One user's grants and parked pushes by the ledger's rules (design 6): a grant pays once; an accept releases the oldest parked push. */
export function createWallet(): Wallet {
  const cells = new Map<string, Cell>();
  const counts: WalletCounts = {
    ...{ atOnce: 0, released: 0, expired: 0, waiting: 0 },
    ...{ accepts: 0, spare: 0 },
  };
  const cellAt = (templateId: string, atMs: number): Cell => {
    const cell = cells.get(templateId) ?? { available: 0, parkedUntil: [] };
    cells.set(templateId, cell);
    while ((cell.parkedUntil[0] ?? Infinity) <= atMs) {
      cell.parkedUntil.shift();
      counts.expired += 1;
    }
    return cell;
  };

  return {
    need(templateId, atMs) {
      const cell = cellAt(templateId, atMs);
      if (cell.available === 0) {
        cell.parkedUntil.push(atMs + ttlMs);
        return;
      }
      cell.available -= 1;
      counts.atOnce += 1;
    },
    accept(templateId, atMs) {
      const cell = cellAt(templateId, atMs);
      counts.accepts += 1;
      if (cell.parkedUntil.shift() === undefined) cell.available += 1;
      else counts.released += 1;
    },
    available: (templateId) => cells.get(templateId)?.available ?? 0,
    parked: (templateId, atMs) => cellAt(templateId, atMs).parkedUntil.length,
    count(atMs) {
      for (const templateId of cells.keys()) cellAt(templateId, atMs);
      const all = [...cells.values()];
      const sum = (of: (cell: Cell) => number): number =>
        all.reduce((total, cell) => total + of(cell), 0);
      return {
        ...counts,
        waiting: sum(({ parkedUntil }) => parkedUntil.length),
        spare: sum(({ available }) => available),
      };
    },
  };
}
