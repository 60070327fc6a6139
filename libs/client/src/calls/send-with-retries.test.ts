import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RateLimitedError, UnavailableError } from '../errors/problem-error.ts';
import { apiCalls } from '../generated/api-calls.ts';
import { openScriptedApi, problem, type ScriptedApi } from '../test-support/open-scripted-api.ts';
import { buildRequest, type CallArguments } from './build-request.ts';
import { createSendOnce } from './send-once.ts';
import { createSend } from './send-with-retries.ts';

const push = { id: 'psh_1' };
const unavailable = problem('unavailable', { status: 503, retryable: true });
const body = { appId: 'wx1' };

describe('sending a request until it is answered', () => {
  let api: ScriptedApi;
  let waits: number[];
  let nowMs: number;
  beforeEach(async () => {
    api = await openScriptedApi();
    waits = [];
    nowMs = 1_000_000;
  });
  afterEach(() => api.close());

  const sender = (limits: { totalTimeoutMs?: number; attemptsMax?: number } = {}) =>
    createSend({
      sendOnce: createSendOnce({ fetch }),
      apiKey: () => Promise.resolve('yx_key'),
      limits: { timeoutMs: 5_000, totalTimeoutMs: 60_000, attemptsMax: 6, ...limits },
      nowMs: () => nowMs,
      wait: (ms) => {
        waits.push(ms);
        nowMs += ms;
        return Promise.resolve();
      },
      random: () => 0.5,
    });
  const createPush = (given: Partial<CallArguments> = {}) =>
    buildRequest(api.url, apiCalls.pushes.create, { params: [], body, ...given });
  const keysSeen = () => api.seen.map(({ headers }) => headers['idempotency-key']);

  test('a create without a key gets one, and the same goes along with every retry', async () => {
    api.answer(unavailable, 'cut', { status: 202, json: push });
    expect(await sender()(createPush())).toEqual(push);
    expect(api.seen).toHaveLength(3);
    expect(new Set(keysSeen()).size).toBe(1);
    expect(keysSeen()[0]).toMatch(/^"[0-9a-f-]{36}"$/);
  });

  test('two creates get two keys', async () => {
    const send = sender();
    api.answer({ status: 202, json: push });
    await send(createPush());
    await send(createPush());
    expect(new Set(keysSeen()).size).toBe(2);
  });

  test('a key that is given is sent, quoted as the draft writes it', async () => {
    api.answer({ status: 202, json: push });
    await sender()(createPush({ options: { idempotencyKey: 'order "42"' } }));
    expect(keysSeen()).toEqual(['"order \\"42\\""']);
  });

  test('the back-off is jittered and grows; Retry-After is waited for on top of it', async () => {
    const asked = problem('overloaded', {
      ...{ status: 503, retryable: true },
      headers: { 'retry-after': '7' },
    });
    api.answer(unavailable, unavailable, asked, { status: 202, json: push });
    await sender()(createPush());
    expect(waits).toEqual([125, 250, 7_500]);
  });

  test('a Retry-After beyond the total time is not waited for: the failure says when', async () => {
    const headers = { 'retry-after': '3600' };
    api.answer(problem('rate-limited', { status: 429, retryable: true, headers }));
    const failure = await sender()(createPush()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RateLimitedError);
    expect(failure).toMatchObject({ retryAfterMs: 3_600_000, isRetryable: true });
    expect(waits).toEqual([]);
  });

  test('all attempts and waits together stay within the total time', async () => {
    api.answer(unavailable);
    const begunAtMs = nowMs;
    await expect(
      sender({ totalTimeoutMs: 2_000, attemptsMax: 100 })(createPush()),
    ).rejects.toBeInstanceOf(UnavailableError);
    expect(waits.length).toBeGreaterThan(2);
    expect(nowMs - begunAtMs).toBeLessThan(2_000);
  });

  test('no more attempts than allowed', async () => {
    api.answer(unavailable);
    await expect(sender({ attemptsMax: 3 })(createPush())).rejects.toThrow(UnavailableError);
    expect(api.seen).toHaveLength(3);
  });

  test('what is wrong with the request is never sent again', async () => {
    api.answer(problem('template-data-invalid', { status: 422 }));
    await expect(sender()(createPush())).rejects.toMatchObject({ code: 'template-data-invalid' });
    expect(api.seen).toHaveLength(1);
  });

  describe('a POST that is not idempotent', () => {
    const createKey = () =>
      buildRequest(api.url, apiCalls.apiKeys.create, { params: [], body: { name: 'Orders' } });

    test.each([
      ['the connection broke', 'cut' as const],
      ['it may have been done', unavailable],
    ])('is not sent again when %s', async (_why, answer) => {
      api.answer(answer, { status: 201, json: {} });
      await expect(sender()(createKey())).rejects.toThrow();
      expect(api.seen).toHaveLength(1);
      expect(api.seen[0]?.headers).not.toHaveProperty('idempotency-key');
    });

    test.each(['rate-limited', 'overloaded'])(
      'is sent again when it was turned away: %s',
      async (code) => {
        api.answer(problem(code, { status: 503, retryable: true }), { status: 201, json: {} });
        await sender()(createKey());
        expect(api.seen).toHaveLength(2);
      },
    );
  });

  test('when the api says that no requests are left, then the next one waits for the new window', async () => {
    api.answer(
      { status: 202, json: push, headers: { ratelimit: '"minute"; r=0; t=23' } },
      { status: 202, json: push },
    );
    const send = sender();
    await send(createPush());
    expect(waits).toEqual([]);
    await send(createPush());
    expect(waits).toEqual([23_000]);
    await send(createPush());
    expect(waits).toEqual([23_000]);
  });

  test('a 429 without Retry-After is waited out by its RateLimit', async () => {
    const headers = { ratelimit: '"minute"; r=0; t=4' };
    api.answer(problem('rate-limited', { status: 429, retryable: true, headers }), {
      status: 202,
      json: push,
    });
    await sender()(createPush());
    expect(waits).toEqual([4_125]);
  });
});
