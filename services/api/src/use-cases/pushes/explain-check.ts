import type { FieldProblem } from '@yuexin/errors';

/** In the order in which they are told. */
export const explainChecks = [
  'request',
  'app',
  'template',
  'data',
  'recipient',
  'times',
  'backlog',
  // Where the push asks for it.
  'duplicate',
  'replaces',
  'fallback',
  'purpose',
  // Where the app has such rules.
  'sending-rules',
  'grant',
  'user-slot',
  'quota',
  'circuit',
] as const;
export type ExplainCheck = {
  name: (typeof explainChecks)[number];
  ok: boolean;
  detail: string;
  /** What to mend, when the request itself is wrong. */
  problems?: FieldProblem[];
};
