import type { Json } from './api-bed.ts';

type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  example?: unknown;
  schema?: { example?: unknown };
};
export type DocumentedOperation = {
  method: string;
  path: string;
  operationId: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
  responses: Record<string, unknown>;
};

/** Every operation of a document, in its order. */
export function listOperations(document: object): DocumentedOperation[] {
  const { paths } = document as { paths: Record<string, Record<string, DocumentedOperation>> };
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, operation]) => ({
      ...operation,
      ...{ method: method.toUpperCase(), path },
    })),
  );
}

/** The request made of an operation's examples: every parameter that has one, and the body. A path parameter must have one. */
export function requestOf(
  operation: DocumentedOperation,
  instead: { params?: Json | undefined; body?: Json | undefined } = {},
): { path: string; headers: Record<string, string>; body?: unknown } {
  let { path } = operation;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const parameter of operation.parameters ?? []) {
    const { name } = parameter;
    const given = instead.params?.[name] ?? parameter.example ?? parameter.schema?.example;
    const example = typeof given === 'number' ? String(given) : given;
    if (typeof example !== 'string') {
      if (parameter.in !== 'path' && parameter.required !== true) continue;
      throw new Error(`${operation.operationId}: ${name} has no example`);
    }
    if (parameter.in === 'path') path = path.replace(`{${name}}`, encodeURIComponent(example));
    else if (parameter.in === 'query') query.set(name, example);
    else headers[name] = example;
  }
  const [[mediaType, content] = []] = Object.entries(operation.requestBody?.content ?? {});
  const example = content?.examples?.example?.value;
  if (mediaType !== undefined && example !== undefined) headers['content-type'] = mediaType;
  const isObject = typeof example === 'object' && example !== null;
  const body = isObject ? { ...example, ...instead.body } : example;
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return { path: path + search, headers, ...(body !== undefined && { body }) };
}
