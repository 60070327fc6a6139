import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { findWordingFaults } from './find-wording-faults.ts';

/** What an api answered to one request; `url` may be whole or a path. */
export type SeenAnswer = {
  method: string;
  url: string;
  status: number;
  header: (name: string) => string | null;
  text: string;
};

/** What is wrong with an answer by the document, one line each; nothing for a path outside of /v1/. */
export type CheckAnswer = (answer: SeenAnswer) => string[];

type MediaTypes = Record<string, { schema?: object }>;
type Header = { required?: boolean; $ref?: string };
type DocumentedReply = {
  headers?: Record<string, Header>;
  content?: MediaTypes;
};
type Operation = { responses: Record<string, DocumentedReply> };
export type OpenApiDocument = {
  paths: Record<string, Record<string, Operation>>;
  components?: { headers?: Record<string, Header>; schemas?: Record<string, object> };
};

const mostTold = 5;

/**
 * Judges answers by an OpenAPI 3.1 document: status, media type, headers that must be there, body (JSON Schema 2020-12); and the wording of
 * problems, which no schema can tell.
 */
export function createAnswerChecker(document: OpenApiDocument): CheckAnswer {
  // zod's patterns say what a format means; ajv itself knows none.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', components: document.components ?? {} });
  const compiled = new Map<object, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const made = ajv.compile(withAbsoluteRefs(schema));
    compiled.set(schema, made);
    return made;
  };
  const paths = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    isPlain: !path.includes('{'),
    operations,
  }));
  paths.sort((a, b) => Number(b.isPlain) - Number(a.isPlain));

  const findOperation = (method: string, path: string): Operation | undefined =>
    paths.find(({ pattern, operations }) => pattern.test(path) && method in operations)?.operations[
      method
    ];

  return (answer) => {
    const method = answer.method.toLowerCase();
    const path = new URL(answer.url, 'http://api').pathname;
    if (!path.startsWith('/v1/')) return [];
    const name = `${answer.method} ${path} ${answer.status}`;
    const operation = findOperation(method, path);
    // What is no address of ours is answered by no operation.
    if (operation === undefined) return answer.status < 500 ? [] : [`${name}: at no operation`];
    const reply = operation.responses[String(answer.status)];
    if (reply === undefined) return [`${name}: the status is not documented`];
    const faults = [
      ...faultsOfHeaders(reply, answer, document.components?.headers ?? {}),
      ...faultsOfBody(reply, answer, validatorOf),
      ...faultsOfWording(answer),
    ];
    return faults.map((fault) => `${name}: ${fault}`);
  };
}

function faultsOfHeaders(
  reply: DocumentedReply,
  answer: SeenAnswer,
  shared: Record<string, Header>,
): string[] {
  const isRequired = ({ $ref, required }: Header): boolean =>
    ($ref === undefined ? required : shared[$ref.split('/').at(-1) ?? '']?.required) === true;
  return Object.entries(reply.headers ?? {})
    .filter(([name, header]) => isRequired(header) && answer.header(name) === null)
    .map(([name]) => `the header ${name} is missing`);
}

function faultsOfBody(
  reply: DocumentedReply,
  answer: SeenAnswer,
  validatorOf: (schema: object) => ValidateFunction,
): string[] {
  const [mediaType = ''] = (answer.header('content-type') ?? '').split(';');
  if (reply.content === undefined)
    return answer.text === '' ? [] : ['there is a body where none is documented'];
  const schema = reply.content[mediaType]?.schema;
  if (schema === undefined) return [`the media type ${mediaType} is not documented`];
  const validate = validatorOf(schema);
  if (validate(mediaType.endsWith('json') ? JSON.parse(answer.text) : answer.text)) return [];
  return (validate.errors ?? [])
    .slice(0, mostTold)
    .map(
      ({ instancePath, message = '', params }) =>
        `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
}

/** Problems, in whatever answer they are. */
function faultsOfWording({ text, header }: SeenAnswer): string[] {
  const isJson = header('content-type')?.includes('json') === true;
  return isJson && text.includes('"pointer"') ? findWordingFaults(JSON.parse(text)) : [];
}

/** `#/components/…` of the document, seen from a schema of its own. */
function withAbsoluteRefs(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith('#/')
      ? `openapi${value}`
      : value,
  ) as object;
}
