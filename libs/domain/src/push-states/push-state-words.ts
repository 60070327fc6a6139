import type { pushTransitions } from '../push-transitions.ts';
import type { PushState } from '../vocabulary.ts';

/** What a state waits for, and what ends it at the latest. */
export type WaitWords = { what: string; limit: string };

/**
 * What the page of the push states says in one language. Every way of the table has words, be they empty where the state it leads to
 * says it all: a new one does not compile until both languages tell of it.
 */
export type PushStateWords = {
  intro: string;
  begins: { scheduled: string; queued: string; parked: string };
  ways: {
    [From in PushState]: Record<(typeof pushTransitions)[From][number], string>;
  };
  columns: readonly [string, string, string];
  waits: Record<
    'scheduled' | 'parked' | 'queued' | 'sending' | 'retrying' | 'unconfirmed',
    WaitWords
  >;
  end: string;
};
