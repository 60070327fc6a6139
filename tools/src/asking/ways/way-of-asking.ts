import type { AskFact } from '@yuexin/domain';

/** What a way of asking may know at a tap: what Yuexin's ledger knows, and what the phone's settings say. */
export type AskMoment = { facts: readonly AskFact[]; now: Date };

export type WayOfAsking = {
  name: 'same three' | 'emptiest' | 'planner';
  /** Which templates to ask for at this tap; none: no ask. */
  choose(moment: AskMoment): readonly string[];
};
