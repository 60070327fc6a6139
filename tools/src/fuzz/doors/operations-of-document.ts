import type { JsonSchema, SchemaBook } from '../draw/json-schema.ts';
import type { Credential, FuzzOperation, FuzzParameter } from './fuzz-operation.ts';

type Operation = {
  operationId: string;
  security?: readonly Record<string, unknown>[];
  parameters?: readonly { in: string; name: string; schema?: JsonSchema }[];
  requestBody?: { content: Record<string, { schema?: JsonSchema }> };
};

export type FuzzDocument = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: SchemaBook };
};

const credentialOf: Readonly<Record<string, Credential>> = {
  apiKey: 'key',
  miniProgramSession: 'session',
  consoleSession: 'console',
};

/** Every operation of /openapi.json. */
export function operationsOfDocument(document: FuzzDocument): FuzzOperation[] {
  return Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]): FuzzOperation => {
      const [scheme = ''] = Object.keys(operation.security?.[0] ?? {});
      const [[mediaType, content] = []] = Object.entries(operation.requestBody?.content ?? {});
      const isEvent = operation.operationId === 'receiveEvent';
      return {
        door: 'api',
        name: operation.operationId,
        method: verb.toUpperCase(),
        path: path.replace('{id}', `{${idName(path)}}`),
        credential: credentialOf[scheme] ?? 'none',
        parameters: parametersOf(operation, path).filter(
          (parameter) => !isEvent || parameter.in === 'path',
        ),
        body: isEvent ? 'signed-event' : (content?.schema ?? null),
        mediaType: isEvent ? 'application/json' : (mediaType ?? 'application/json'),
      };
    }),
  );
}

/** `{id}` stands for other things below each first part of a path. */
const idName = (path: string): string => `id of ${path.split('/')[2] ?? ''}`;

function parametersOf(operation: Operation, path: string): FuzzParameter[] {
  return (operation.parameters ?? []).map(({ in: place, name, schema = {} }) => ({
    in: place as FuzzParameter['in'],
    name: name === 'id' ? idName(path) : name,
    schema,
  }));
}
