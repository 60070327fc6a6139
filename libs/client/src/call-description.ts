/** A row of the generated table: how a call of the client becomes a request. */
export type CallDescription = {
  operationId: string;
  method: string;
  /** With its parameters, `/v1/pushes/{id}`; they are the first arguments, in order. */
  path: string;
  /** Which token goes along: the API key, the session of a mini program's user, or none. */
  auth: 'key' | 'session' | 'none';
  hasQuery: boolean;
  /** The content type of the body, or null for a call without one. */
  bodyType: string | null;
  answer: 'json' | 'text' | 'empty';
  /** The statuses of a good answer. */
  statuses: readonly number[];
  /** Names that a good answer in JSON has; a strange one does not. */
  answerHas: readonly string[];
  takesIdempotencyKey: boolean;
  /** Where the cursor of a list goes. */
  pagedBy: 'query' | 'body' | null;
};
