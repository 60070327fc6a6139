import type { Output } from './create-output.ts';

const cells = 30;

export type ProgressBar = {
  show(done: number, total: number): void;
  /** Ends its line; what follows begins a new one. */
  end(): void;
};

/** Draws on stderr, over itself, where a person looks; elsewhere it is silent. */
export function createProgressBar(out: Output, title: string): ProgressBar {
  if (!out.isWatched) return { show: () => undefined, end: () => undefined };
  return {
    show(done, total) {
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const full = Math.round(share * cells);
      const bar = '█'.repeat(full) + '░'.repeat(cells - full);
      out.draw(`\r${title} ${bar} ${done}/${total}`);
    },
    end: () => out.draw('\n'),
  };
}
