import { expect, test } from '@jest/globals';
import { callbackBody } from '@yuexin/callbacks';
import { callbackTypes } from '@yuexin/domain';
import { callbackOperations } from '../http/callback-operations.ts';
import { createRoutes, type RouteDeps } from './create-routes.ts';

/** Nothing else is asked of it: no route is called here. */
const uncalled: RouteDeps = new Proxy(() => undefined, {
  get: (_target, name) => (name === 'checkUrl' ? () => [] : uncalled),
}) as unknown as RouteDeps;
const routes = createRoutes(uncalled);

const replies = routes.flatMap(({ operationId, replies }) =>
  Object.entries(replies)
    .filter(([, { schema }]) => schema !== undefined)
    .map(([status, { schema, example }]) => ({
      name: `${operationId} ${status}`,
      schema,
      example,
    })),
);
const bodies = routes.flatMap(({ operationId, body }) =>
  body === undefined || body.isRaw === true || body.isOptional === true
    ? []
    : [{ name: operationId, schema: body.documented ?? body.schema, example: body.example }],
);

test.each(replies)(
  'the example of the answer $name is one: nothing missing, nothing more',
  ({ schema, example }) => {
    expect(example).toBeDefined();
    expect(schema?.parse(example)).toEqual(example);
  },
);

test.each(bodies)('the example of the request $name is taken', ({ schema, example }) => {
  expect(example).toBeDefined();
  expect(schema.safeParse(example)).toMatchObject({ success: true });
});

const valueOf = (example: unknown): { type: string } =>
  (example as { value: { type: string } }).value;

const callbacks = Object.entries(callbackOperations()).map(([type, { post }]) => ({
  type,
  example: valueOf(post?.requestBody?.content['application/json']?.examples?.example),
}));

test('every type that can be told is in the document', () => {
  expect(callbacks.map(({ type }) => type)).toEqual([...callbackTypes, 'webhook.test']);
});

test.each(callbacks)(
  'the example of the callback $type is one: nothing missing, nothing more',
  ({ type, example }) => {
    expect(example.type).toBe(type);
    expect(callbackBody.parse(example)).toEqual(example);
  },
);
