import { nameCall } from './name-call.ts';
import type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiSchema,
} from './open-api-document.ts';

/** A call of the api as the client offers it. */
export type Call = {
  group: string;
  name: string;
  operationId: string;
  tag: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  auth: 'key' | 'session' | 'none';
  pathParams: readonly string[];
  query: { isRequired: boolean } | null;
  body: { isRequired: boolean; contentType: string; model: string | null } | null;
  /** The models of a good answer, or null for shapes without a name. */
  answer: { kind: 'json' | 'text' | 'empty'; models: readonly string[] | null };
  /** The statuses of a good answer. */
  statuses: readonly number[];
  /** Names that every good answer in JSON has, the oldest of them: by these it is known. */
  answerHas: readonly string[];
  takesIdempotencyKey: boolean;
  /** Where the cursor of a list goes. */
  pagedBy: 'query' | 'body' | null;
};

/** Every call of the document, in its order. Throws when two would have one name on the client. */
export function readCalls(document: OpenApiDocument): Call[] {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      readCall({ document, path, method, operation }),
    ),
  );
  const seen = new Set<string>();
  for (const { group, name } of calls) {
    if (seen.has(`${group}.${name}`)) throw new Error(`Two calls are named ${group}.${name}.`);
    seen.add(`${group}.${name}`);
  }
  return calls;
}

function readCall(input: {
  document: OpenApiDocument;
  path: string;
  method: string;
  operation: OpenApiOperation;
}): Call {
  const { document, path, method, operation } = input;
  const { operationId, summary, description = '', parameters = [] } = operation;
  const tag = operation.tags[0] ?? 'Other';
  const inQuery = parameters.filter((one) => one.in === 'query');
  const body = readBody(document, operation);
  const bodySchema = resolve(document, onlyContent(operation.requestBody?.content)?.schema);
  const answer = readAnswer(operation);
  return {
    ...nameCall(tag, operationId),
    ...{ operationId, tag, method: method.toUpperCase(), path, summary, description },
    auth: readAuth(operation),
    pathParams: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    query:
      inQuery.length === 0 ? null : { isRequired: inQuery.some((one) => one.required === true) },
    body,
    answer,
    statuses: goodAnswers(operation).map(({ status }) => status),
    answerHas: readAnswerHas(document, operation),
    takesIdempotencyKey: parameters.some(
      (one) => one.in === 'header' && one.name.toLowerCase() === 'idempotency-key',
    ),
    pagedBy: inQuery.some((one) => one.name === 'cursor')
      ? 'query'
      : bodySchema?.properties?.cursor === undefined
        ? null
        : 'body',
  };
}

function readAuth({ security = [] }: OpenApiOperation): Call['auth'] {
  const names = security.flatMap((one) => Object.keys(one));
  if (names.includes('apiKey')) return 'key';
  return names.includes('miniProgramSession') ? 'session' : 'none';
}

function readBody(document: OpenApiDocument, { requestBody }: OpenApiOperation): Call['body'] {
  const content = onlyContent(requestBody?.content);
  if (requestBody === undefined || content === null) return null;
  const schema = resolve(document, content.schema);
  const isEmpty =
    schema?.type === 'object' &&
    Object.keys(schema.properties ?? {}).length === 0 &&
    schema.additionalProperties === false;
  if (isEmpty) return null;
  return {
    isRequired: requestBody.required === true,
    contentType: content.type,
    model: modelOf(content.schema),
  };
}

function goodAnswers({ responses }: OpenApiOperation) {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, response]) => ({
      status: Number(status),
      content: onlyContent(response.content),
    }));
}

/** Few, and the first ones: what a newer document adds must not make an older api a stranger. */
const mostNames = 2;

function readAnswerHas(document: OpenApiDocument, operation: OpenApiOperation): string[] {
  const required = goodAnswers(operation).map(
    ({ content }) => resolve(document, content?.schema)?.required ?? [],
  );
  const [first = [], ...others] = required;
  return first.filter((name) => others.every((one) => one.includes(name))).slice(0, mostNames);
}

function readAnswer(operation: OpenApiOperation): Call['answer'] {
  const contents = goodAnswers(operation)
    .map(({ content }) => content)
    .filter((content) => content !== null);
  if (contents.length === 0) return { kind: 'empty', models: null };
  const models = contents.map(({ schema }) => modelOf(schema));
  return {
    kind: contents.every(({ type }) => type === 'application/json') ? 'json' : 'text',
    models: models.every((model) => model !== null) ? models : null,
  };
}

function onlyContent(content: OpenApiContent | undefined) {
  const [entry] = Object.entries(content ?? {});
  return entry === undefined ? null : { type: entry[0], schema: entry[1].schema };
}

function modelOf({ $ref }: OpenApiSchema): string | null {
  return $ref?.split('/').at(-1) ?? null;
}

function resolve(document: OpenApiDocument, schema: OpenApiSchema | undefined) {
  const model = schema === undefined ? null : modelOf(schema);
  return model === null ? schema : document.components.schemas[model];
}
