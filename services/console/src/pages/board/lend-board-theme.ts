/** Where bull-board keeps what its own settings dialog sets, in the form of zustand's `persist`. */
const keptAt = 'board-settings';
const version = 2;

type Kept = { state?: object; version?: number };

/** Light or dark for bull-board, as it will be when it is loaded next; its other settings stay. */
export function lendBoardTheme(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  isDark: boolean,
): void {
  const kept = readKept(storage.getItem(keptAt));
  const state = { ...kept.state, theme: isDark ? 'dark' : 'light' };
  storage.setItem(keptAt, JSON.stringify({ version, ...kept, state }));
}

function readKept(text: string | null): Kept {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    // Somebody else's text: bull-board could not read it either.
    return {};
  }
}
