import type { Credential, DoorName } from '../doors/fuzz-operation.ts';

/** What is there while the run goes on: ids to ask for, and who asks. */
export type FuzzWorld = {
  valueOf(name: string): string;
  headersOf(credential: Credential): readonly (readonly [string, string])[];
  /** Query of a rightly signed event, plain mode. */
  signEvent(): string;
  hostOf(door: DoorName): string;
  /** Keeps the ids an answer tells. */
  learn(text: string): void;
};
