import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createPushTraceRepository } from './push-trace.repository.ts';

const { core } = await openTestCore({ poolMax: 2 });
const pushTraces = createPushTraceRepository(core);

const traceparent = (digit: string): string => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;

test('traces are found in the order asked; of a push that has none, nothing; the first of a push stays', async () => {
  const [first, second, other] = [randomUUID(), randomUUID(), randomUUID()];
  await pushTraces.save([
    { pushId: first, traceparent: traceparent('a') },
    { pushId: second, traceparent: traceparent('b') },
  ]);
  await pushTraces.save([{ pushId: first, traceparent: traceparent('c') }]);
  expect(await pushTraces.find([second, other, first])).toEqual([
    traceparent('b'),
    null,
    traceparent('a'),
  ]);
});
