import { describe, expect, test } from '@jest/globals';
import { createLogger, type LogLevel } from './create-logger.ts';
import { withLogContext } from './log-context.ts';
import { captureLines } from './test-support/capture-lines.ts';

function logging(level: LogLevel = 'debug', format: 'json' | 'pretty' = 'json') {
  const { destination, lines, text } = captureLines();
  const logger = createLogger({ service: 'api', level, format, destination });
  return { logger, text, parsed: () => lines().map((line) => JSON.parse(line) as unknown) };
}

describe('a JSON line', () => {
  test('holds time, level, service, message and fields', () => {
    const { logger, parsed } = logging();
    logger.info('push sent', { pushId: 'p1', tries: 2 });
    expect(parsed()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        level: 'info',
        service: 'api',
        message: 'push sent',
        pushId: 'p1',
        tries: 2,
      },
    ]);
  });

  test('is one line, whatever is in it', () => {
    const { logger, text } = logging();
    logger.error('two\nlines', { error: new Error('a\nb'), note: 'c\r\nd' });
    expect(text().trimEnd().split('\n')).toHaveLength(1);
  });

  test('cannot be forged by its fields', () => {
    const { logger, parsed } = logging();
    logger.info('true', { message: 'false', level: 'error', service: 'x', time: 'never' });
    expect(parsed()).toMatchObject([{ message: 'true', level: 'info', service: 'api' }]);
  });

  test('holds no secret and no phone number, neither in its message nor in its fields', () => {
    const { logger, text } = logging();
    logger.warn('call ?access_token=hush for 13812345678', {
      phone: '+8613812345678',
      secret: 'hush',
    });
    expect(text()).not.toMatch(/hush|1381234/);
  });
});

describe('a logger', () => {
  test.each([
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
  ] as const)('at level %s writes the %d gravest of four lines', (level, count) => {
    const { logger, parsed } = logging(level);
    logger.debug('d');
    logger.info('i');
    logger.warn('w');
    logger.error('e');
    const levels = parsed().map((line) => (line as { level: string }).level);
    expect(levels).toEqual(['debug', 'info', 'warn', 'error'].slice(4 - count));
  });

  test("'s child adds its fields to each line, and a line's own fields win", () => {
    const { logger, parsed } = logging();
    const child = logger.child({ appId: 'wx1', step: 1 }).child({ step: 2 });
    child.info('a');
    child.info('b', { step: 3 });
    logger.info('c');
    expect(parsed()).toMatchObject([
      { appId: 'wx1', step: 2 },
      { appId: 'wx1', step: 3 },
      { message: 'c' },
    ]);
    expect(parsed()[2]).not.toHaveProperty('appId');
  });

  test('adds the context of the request or job, across awaits and not beyond', async () => {
    const { logger, parsed } = logging();
    await withLogContext({ requestId: 'r1' }, async () => {
      await Promise.resolve();
      withLogContext({ pushId: 'p1' }, () => logger.info('inner'));
      logger.info('outer');
    });
    logger.info('outside');
    const [inner, outer, outside] = parsed();
    expect(inner).toMatchObject({ requestId: 'r1', pushId: 'p1' });
    expect(outer).toMatchObject({ requestId: 'r1' });
    expect(outer).not.toHaveProperty('pushId');
    expect(outside).not.toHaveProperty('requestId');
  });

  test('never throws', () => {
    const { logger, parsed } = logging();
    const fields = {
      get bad(): string {
        throw new Error('no');
      },
    };
    expect(() => logger.info('still written', fields)).not.toThrow();
    expect(parsed()).toHaveLength(1);
  });
});

describe('a pretty line', () => {
  test('reads like a sentence, with fields as name=value', () => {
    const { logger, text } = logging('debug', 'pretty');
    logger.info('push sent', { pushId: 'p1', note: 'two words', list: [1], none: undefined });
    expect(text()).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} info {2}api push sent pushId=p1 note="two words" list=\[1\]\n$/,
    );
  });

  test('has the stacks of an error and of its cause below it', () => {
    const { logger, text } = logging('debug', 'pretty');
    logger.error('failed', { error: new Error('outer', { cause: new Error('inner') }) });
    const [first, ...rest] = text().split('\n');
    expect(first).toMatch(/error api failed error=\{"name":"Error","message":"outer"\}$/);
    expect(rest.join('\n')).toMatch(/^ {4}Error: outer\n {8}at .*[\s\S]* {4}Error: inner\n/);
  });
});
