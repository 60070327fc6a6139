import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { redactFields, redactValue } from './redact-value.ts';

const hidden = '[redacted]';

describe('a value in a log', () => {
  test.each([
    ...['secret', 'appSecret', 'token', 'accessToken', 'access_token', 'tokens', 'previewToken'],
    ...[
      'authorization',
      'Authorization',
      'cookie',
      'set-cookie',
      'sessionKey',
      'session_key',
      'session',
    ],
    ...[
      'password',
      'masterKey',
      'MASTER_KEY',
      'apiKey',
      'bootstrapAdminKey',
      'encodingAesKey',
      'jsCode',
    ],
    ...['phone', 'phoneNumber', 'purePhoneNumber', 'toPhone', 'phoneCode', 'key', 'credentials'],
  ])('a member named %s is hidden, as text and as object', (name) => {
    expect(redactValue({ [name]: 'value' })).toEqual({ [name]: hidden });
    expect(redactValue({ in: [{ [name]: { deep: 'value' } }] })).toEqual({
      in: [{ [name]: hidden }],
    });
  });

  test('flags, counts and masked phones of such a name are shown; a phone as a number is not', () => {
    const shown = {
      hasToken: true,
      secret: null,
      tokenGeneration: 3,
      token: 4,
      phoneMasked: '138****5678',
    };
    expect(redactValue(shown)).toEqual(shown);
    expect(redactValue({ phone: 13812345678, phoneBound: true })).toEqual({
      phone: hidden,
      phoneBound: true,
    });
  });

  test('names that only look alike are shown', () => {
    const shown = {
      errcode: 40001,
      monkey: 'x',
      pushId: 'p',
      reason: 'token-refused',
      idempotencyKeyReused: 'x',
    };
    expect(redactValue(shown)).toEqual(shown);
  });

  test('texts are redacted wherever they stand', () => {
    expect(redactValue(['call 13812345678', { url: '?access_token=abc' }])).toEqual([
      'call [phone]',
      { url: '?access_token=[redacted]' },
    ]);
  });

  test('what JSON cannot hold is told', () => {
    const value = {
      at: new Date(0),
      never: new Date(Number.NaN),
      big: 19n,
      bytes: Buffer.from('hush'),
      url: new URL('postgres://u:hush@h/db'),
      set: new Set([1]),
      map: new Map<string, unknown>([
        ['secret', 'x'],
        ['n', 1],
      ]),
      call: () => 'x',
      sign: Symbol('x'),
      none: undefined,
    };
    expect(redactValue(value)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      never: null,
      big: '19',
      bytes: '[4 bytes]',
      url: 'postgres://u:[redacted]@h/db',
      set: [1],
      map: { secret: hidden, n: 1 },
      call: '[function]',
      sign: '[symbol]',
      none: undefined,
    });
  });

  test('cycles, long arrays and long texts end', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(JSON.stringify(redactValue(cycle))).toContain('[deeper]');
    expect(redactValue(Array(1000).fill(1))).toHaveLength(100);
    expect(String(redactValue('x'.repeat(1_000_000))).length).toBeLessThan(10_000);
  });

  test('the value itself is not changed', () => {
    const value = { token: 'x', list: [{ phone: '1' }] };
    redactValue(value);
    expect(value).toEqual({ token: 'x', list: [{ phone: '1' }] });
  });

  test('fields that cannot be read do not break the line', () => {
    const fields = Object.defineProperty({}, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    expect(redactFields(fields)).toEqual({ fields: '[unreadable]' });
  });
});

describe('an error in a log', () => {
  test('has name, message, code, stack and the chain of its causes, all redacted', () => {
    const inner = Object.assign(new Error('connect +8613812345678'), { code: 'ECONNREFUSED' });
    const error = new TypeError('GET ?access_token=abc', { cause: inner });
    const told = redactValue({ error }) as { error: Record<string, unknown> };
    expect(told.error).toMatchObject({
      name: 'TypeError',
      message: 'GET ?access_token=[redacted]',
      cause: { name: 'Error', message: 'connect [phone]', code: 'ECONNREFUSED' },
    });
    expect(String(told.error.stack)).toMatch(/redact-value\.test/);
    expect(JSON.stringify(told)).not.toMatch(/abc|13812345678/);
  });

  test('that is expected has its kind, problems and details, and no stack', () => {
    const problems = [{ pointer: '/data', rule: 'type', message: 'bad' }];
    const details = { appId: 'wx1', secret: 'hush' };
    const error = new AppError('invalid-request', { message: 'bad', problems, details });
    expect(redactValue(error)).toEqual({
      name: 'AppError',
      message: 'bad',
      code: 'invalid-request',
      kind: 'invalid',
      problems,
      details: { appId: 'wx1', secret: hidden },
    });
  });

  test('of a kind that is a bug has its stack', () => {
    const error = new AppError('internal-error', { message: 'oops', cause: 'a text' });
    expect(redactValue(error)).toMatchObject({ kind: 'bug', cause: 'a text' });
    expect(redactValue(error)).toHaveProperty('stack');
  });

  test('of several has them all, and endless causes end', () => {
    expect(redactValue(new AggregateError([new Error('a'), 'b'], 'all'))).toMatchObject({
      message: 'all',
      errors: [{ message: 'a' }, 'b'],
    });
    const loop: Error = new Error('round');
    loop.cause = loop;
    expect(JSON.stringify(redactValue(loop)).match(/"round"/g)?.length).toBeLessThan(10);
  });

  test('personal data in the fields of a database driver is left out', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (phone)=(x)',
    });
    expect(redactValue(error)).toMatchObject({ code: '23505' });
    expect(JSON.stringify(redactValue(error))).not.toContain('Key (phone)');
  });
});
