import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenApiDocument } from './open-api-document.ts';

/** Told once, in the reference; in types they would be the larger part. */
const leftOut = new Set(['example', 'examples']);

/**
 * The types of the document's schemas and operations, by openapi-typescript. Without examples, without what is answered to
 * a failure: that is a `Problem` everywhere; and without what is no call of the client: callbacks, whose bodies are schemas.
 */
export async function renderApiSchema(document: OpenApiDocument): Promise<string> {
  const ast = await openapiTS(JSON.stringify(slimmed(document)), {
    exportType: true,
    // What has a default may be left out of a request.
    defaultNonNullable: false,
  });
  const wanted = ast.filter(
    (node) => 'name' in node && /^(components|operations)$/.test(textOf(node.name)),
  );
  return astToString(wanted);
}

const textOf = (name: unknown): string => (name as { text?: string } | undefined)?.text ?? '';

function slimmed(document: OpenApiDocument): unknown {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [
          method,
          { ...operation, responses: goodOnly(operation.responses) },
        ]),
      ),
    ]),
  );
  return withoutExamples({ ...document, paths, webhooks: {} });
}

function goodOnly<T>(responses: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2')));
}

/** Properties of a schema are names, whatever they are called. */
function withoutExamples(value: unknown, isOfNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutExamples(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => isOfNames || !leftOut.has(name))
      .map(([name, inner]) => [name, withoutExamples(inner, name === 'properties')]),
  );
}
