import { expect, test } from '@jest/globals';
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
