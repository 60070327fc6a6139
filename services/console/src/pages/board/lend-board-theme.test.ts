import { describe, expect, it } from '@jest/globals';
import { lendBoardTheme } from './lend-board-theme.ts';

function storageWith(text: string | null) {
  const kept = new Map<string, string>(text === null ? [] : [['board-settings', text]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    read: () => JSON.parse(kept.get('board-settings') ?? 'null') as unknown,
  };
}

describe('the theme of the queues', () => {
  it.each([null, 'no json', '7'])('is set where nothing that can be read is kept: %s', (text) => {
    const storage = storageWith(text);
    lendBoardTheme(storage, true);
    expect(storage.read()).toEqual({ version: 2, state: { theme: 'dark' } });
  });

  it('leaves the other settings as they are', () => {
    const storage = storageWith('{"state":{"theme":"dark","jobsPerPage":20},"version":1}');
    lendBoardTheme(storage, false);
    expect(storage.read()).toEqual({ version: 1, state: { theme: 'light', jobsPerPage: 20 } });
  });
});
