import { describe, expect, test } from '@jest/globals';
import { createQueueHub } from './create-queue-hub.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';

const logger = createMemoryLogger();

describe('a hub that cannot be made', () => {
  test('when the URL cannot be read, then it says so without the URL', () => {
    const queueUrl = 'mysql://user:secret@host/db';
    expect(() => createQueueHub({ queueUrl, prefix: null, logger })).toThrow(
      /^The queue URL cannot be read\.$/,
    );
  });

  test.each(['a:b', '{x}', 'a b', ''])(
    'the prefix %j would break keys and is refused',
    (prefix) => {
      const queueUrl = 'redis://127.0.0.1:1';
      expect(() => createQueueHub({ queueUrl, prefix, logger })).toThrow(/prefix/);
    },
  );
});
