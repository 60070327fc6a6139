import { expect, test } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { postOnce } from './post-once.ts';

/** undici as far as a post sees it: what the handler is told is up to the test. */
function postInto(dispatch: (handler: Required<Dispatcher.DispatchHandler>) => void) {
  const dispatcher = {
    dispatch: (_options: unknown, handler: Required<Dispatcher.DispatchHandler>) => {
      dispatch(handler);
      return true;
    },
  } as unknown as Dispatcher;
  return postOnce({
    dispatcher,
    path: '/',
    body: Buffer.from('{}'),
    requestMs: 1_000,
    deadlineAt: new Date(Date.now() + 1_000),
    deadlineMonotonicMs: Infinity,
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    signal: undefined,
  });
}

const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;
const reset = Object.assign(new Error('gone'), { code: 'ECONNRESET' });

test('when undici puts a written request back on its queue, then it is not written a second time', async () => {
  let second: unknown = null;
  const result = await postInto((handler) => {
    handler.onRequestStart(controller, null);
    try {
      handler.onRequestStart(controller, null);
    } catch (error) {
      second = error;
    }
  });
  expect(second).toBeInstanceOf(Error);
  expect(result).toMatchObject({
    kind: 'unconfirmed',
    cause: expect.stringMatching(/second time/),
  });
});

test('when an informational answer comes first, then the status is that of the real one', async () => {
  const result = await postInto((handler) => {
    handler.onRequestStart(controller, null);
    handler.onResponseStart(controller, 103, {}, '');
    handler.onResponseStart(controller, 200, {}, '');
    handler.onResponseData(controller, Buffer.from('{"errcode"'));
    handler.onResponseData(controller, Buffer.from(':0}'));
    handler.onResponseEnd(controller, {});
    handler.onResponseError(controller, reset);
  });
  expect(result).toEqual({ kind: 'answered', httpStatus: 200, body: Buffer.from('{"errcode":0}') });
});

test('when it fails before and after the line, then only before is it not-sent', async () => {
  const before = await postInto((handler) => handler.onResponseError(controller, reset));
  const after = await postInto((handler) => {
    handler.onRequestStart(controller, null);
    handler.onResponseError(controller, reset);
  });
  expect(before).toEqual({ kind: 'not-sent', cause: 'reset: ECONNRESET' });
  expect(after).toEqual({ kind: 'unconfirmed', cause: 'reset: ECONNRESET', httpStatus: null });
});
