import type { operations } from './generated/api-schema.ts';

type OperationId = keyof operations;
type ContentOf<T> = T extends { content: infer Content } ? Content[keyof Content] : undefined;
type RequestOf<Id extends OperationId> = operations[Id] extends { requestBody?: infer Body }
  ? Exclude<Body, undefined>
  : never;

/** What an operation answers when all is well. */
export type AnswerOf<Id extends OperationId> = {
  [Status in keyof operations[Id]['responses']]: ContentOf<operations[Id]['responses'][Status]>;
}[keyof operations[Id]['responses']];

/** What an operation takes as its body. */
export type BodyOf<Id extends OperationId> = ContentOf<RequestOf<Id>>;

/** What an operation takes in its query. */
export type QueryOf<Id extends OperationId> = Exclude<
  operations[Id]['parameters']['query'],
  undefined
>;
