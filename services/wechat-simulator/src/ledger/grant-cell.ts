/** What one user allowed one template: each accept of a one-time template is one send (facts 4.2). */
export type GrantCell = { granted: number; spent: number; void: number; isStanding: boolean };

export const emptyCell = (): GrantCell => ({ granted: 0, spent: 0, void: 0, isStanding: false });

export const availableIn = (cell: GrantCell): number => cell.granted - cell.spent - cell.void;

/** What is left is lost: the user revoked it, or the template is gone. */
export function voidCell(cell: GrantCell): void {
  if (!cell.isStanding) cell.void += availableIn(cell);
  cell.isStanding = false;
}
