import { AppError, type ErrorCode } from '@yuexin/errors';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { asExamples } from './as-examples.ts';
import { callbackOperations } from './callback-operations.ts';
import { problemOf, statusOfCode } from './error-handler.ts';
import { introduction } from './introduction.ts';
import { problemCatalog } from './problem-catalog.ts';
import { problemSchema } from './problem.schema.ts';
import { headersOf, sharedHeaders } from './reply-headers.ts';
import type { ReplyDoc, Route, RouteBody } from './route.ts';
import { tags, type Tag } from './tags.ts';

const idempotencyKey = z.string().min(1).max(255).optional().meta({
  description:
    'draft-ietf-httpapi-idempotency-key-header. The same key with the same body is the same push: it is answered as it is now, with `Idempotency-Replayed: true`. Keys belong to the caller and hold as long as the push.',
  example: '"order-42-shipped"',
});

/** What any route of this kind may answer. */
function commonProblems(route: Route): ErrorCode[] {
  const input = route.params ?? route.query ?? route.body;
  return [
    ...(route.auth.kind === 'none' ? [] : (['unauthenticated'] as const)),
    ...(route.auth.kind === 'key' ? (['forbidden'] as const) : []),
    ...(route.auth.kind === 'console' && route.method !== 'get'
      ? (['csrf-token-missing'] as const)
      : []),
    ...(input === undefined ? [] : (['invalid-request'] as const)),
    ...(route.body === undefined ? [] : (['unsupported-media-type', 'payload-too-large'] as const)),
    'rate-limited',
    'unavailable',
    'internal-error',
  ];
}

function problemResponses(route: Route): ZodOpenApiResponsesObject {
  const codes = [...new Set([...route.problems, ...commonProblems(route)])];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes)
    byStatus.set(statusOfCode[code], [...(byStatus.get(statusOfCode[code]) ?? []), code]);
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, group] of byStatus)
    responses[`${status as 400}`] = {
      description: group.map((code) => `\`${code}\`: ${problemCatalog[code].title}`).join('. '),
      headers: headersOf(route, status),
      content: {
        'application/problem+json': {
          schema: problemSchema,
          examples: Object.fromEntries(group.map((code) => [code, { value: exampleOf(code) }])),
        },
      },
    };
  return responses;
}

function exampleOf(code: ErrorCode): unknown {
  const error = new AppError(code, { message: problemCatalog[code].meaning });
  return problemOf(error, '0b4c3a2e-7f57-4f0e-9d0c-0a8f6c1d2e3f');
}

function replyResponse(
  route: Route,
  status: number,
  doc: ReplyDoc,
): ZodOpenApiResponsesObject['200'] {
  const own = Object.entries(doc.headers ?? {}).map(([name, description]) => [
    name,
    { description, required: true, schema: { type: 'string' as const } },
  ]);
  return {
    description: doc.description,
    headers: { ...headersOf(route, status), ...(Object.fromEntries(own) as Record<string, never>) },
    ...(doc.schema !== undefined && {
      content: {
        [doc.contentType ?? 'application/json']: {
          schema: doc.schema,
          ...asExamples(doc.example),
        },
      },
    }),
  };
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const replies = Object.entries(route.replies).map(([status, doc]) => [
    status,
    replyResponse(route, Number(status), doc),
  ]);
  const scope = route.auth.kind === 'key' ? `Scope: \`${route.auth.scope}\`.` : undefined;
  const description = [route.description, scope].filter((text) => text !== undefined).join('\n\n');
  const { body } = route;
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(description !== '' && { description }),
    security: securityOf(route),
    requestParams: {
      ...(route.params !== undefined && { path: route.params as z.ZodObject }),
      ...(route.query !== undefined && { query: route.query as z.ZodObject }),
      ...(route.takesIdempotencyKey === true && {
        header: z.object({ 'Idempotency-Key': idempotencyKey }),
      }),
    },
    ...(body !== undefined && {
      requestBody: {
        required: body.isOptional !== true,
        content: Object.fromEntries(
          contentTypesOf(body).map((type) => [
            type,
            {
              schema: body.documented ?? body.schema,
              ...asExamples(body.example),
            },
          ]),
        ),
      },
    }),
    responses: {
      ...(Object.fromEntries(replies) as ZodOpenApiResponsesObject),
      ...problemResponses(route),
    },
  };
}

const contentTypesOf = (body: RouteBody): readonly string[] =>
  body.fileTypes ?? [body.isRaw === true ? 'application/xml' : 'application/json'];

const schemeOf = {
  key: 'apiKey',
  session: 'miniProgramSession',
  console: 'consoleSession',
} as const;

function securityOf(route: Route): Record<string, string[]>[] {
  if (route.auth.kind === 'none') return [];
  return [{ [schemeOf[route.auth.kind]]: [] }];
}

function tagsOf(routes: readonly Route[]): { name: string; description: string }[] {
  const used = new Set<Tag>([...routes.map((route) => route.tag), 'Callbacks']);
  return (Object.keys(tags) as Tag[])
    .filter((name) => used.has(name))
    .map((name) => ({ name, description: tags[name] }));
}

/** The OpenAPI 3.1 document of the route table: made from the very schemas that parse the requests. */
export function createOpenApiDocument(input: {
  routes: readonly Route[];
  version: string;
  publicUrl: string;
}): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of input.routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Yuexin',
      version: input.version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: introduction(input.publicUrl),
    },
    servers: [
      { url: '/', description: 'Where this document was found' },
      { url: input.publicUrl, description: 'PUBLIC_URL' },
    ],
    tags: tagsOf(input.routes),
    paths: paths,
    webhooks: callbackOperations(),
    components: {
      headers: sharedHeaders,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `yx_…`.' },
        miniProgramSession: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The `sessionToken` of POST /v1/mp/login.',
        },
        consoleSession: {
          type: 'apiKey',
          in: 'cookie',
          name: 'yuexin_console',
          description:
            'Set by POST /v1/console/session. It is taken wherever an API key is; `X-CSRF-Token` comes with whatever is not GET or HEAD.',
        },
      },
    },
  });
}
