import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { playFreightStory } from '../src/demo/play-freight-story.ts';
import { engines, openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

describe.each(engines)('the freight story on $engine', ({ queueUrl }) => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl });
  });
  afterAll(() => opened.close());

  test('login, grant, push, sent, confirmed; then park, allow, and out it goes', async () => {
    const lines: string[] = [];
    await playFreightStory({ stack: opened.stack, print: (line) => lines.push(line) });
    expect(lines.join('\n')).toContain('token calls in all: 1');
  });
});
