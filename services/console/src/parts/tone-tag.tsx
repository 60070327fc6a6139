import type { ReactNode } from 'react';

export type Tone = 'good' | 'calm' | 'wait' | 'warn' | 'bad' | 'off';

/** A word with a colour that says how it stands; the word says it too. */
export function ToneTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`state tone-${tone}`}>{children}</span>;
}
