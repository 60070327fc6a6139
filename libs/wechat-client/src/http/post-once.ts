import type { Clock } from '@yuexin/telemetry';
import type { Dispatcher } from 'undici';
import { describeFailure } from './describe-failure.ts';

/** What became of one POST. `not-sent` is proven: not a byte of it was handed to a socket. */
export type PostResult =
  | { kind: 'answered'; httpStatus: number; body: Buffer }
  | { kind: 'not-sent'; cause: string }
  | { kind: 'unconfirmed'; cause: string; httpStatus: number | null };

export type PostOnceInput = {
  dispatcher: Dispatcher;
  path: string;
  body: Buffer;
  /** Limit of everything: waiting, connecting, writing, reading. */
  requestMs: number;
  deadlineAt: Date;
  deadlineMonotonicMs: number;
  clock: Clock;
  signal: AbortSignal | undefined;
};

const maxReplyBytes = 256 * 1024;

/**
 * Posts once, never again. undici calls `onRequestStart` in the same turn as, and directly before, its `socket.write` of
 * head and body together (client-h1's writeH1); when that callback throws, the request is dropped and the connection kept.
 * So that callback is the line: whatever fails before it is `not-sent`, whatever fails after it `unconfirmed`, and it is
 * where the deadlines are looked at. Never rejects. Headers are WeChat's business answer format (wechat-facts 2.5).
 */
export function postOnce(input: PostOnceInput): Promise<PostResult> {
  return new Promise((resolve) => {
    const post = new Post(input, resolve);
    post.start();
  });
}

class Post implements Dispatcher.DispatchHandler {
  readonly #input: PostOnceInput;
  readonly #resolve: (result: PostResult) => void;
  readonly #startedAtMs: number;
  readonly #onAbort = (): void => this.#giveUp('aborted: by the caller');
  #timer: NodeJS.Timeout | undefined;
  #isSettled = false;
  #isWritten = false;
  #controller: Dispatcher.DispatchController | null = null;
  #httpStatus: number | null = null;
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(input: PostOnceInput, resolve: (result: PostResult) => void) {
    this.#input = input;
    this.#resolve = resolve;
    this.#startedAtMs = input.clock.monotonicMs();
  }

  start(): void {
    const { signal, dispatcher, path, body } = this.#input;
    if (signal?.aborted === true) {
      this.#onAbort();
      return;
    }
    if (this.#isPastDeadline()) {
      this.#giveUp(pastDeadline);
      return;
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#arm(Math.min(this.#leftOfTotalMs(), this.#leftOfDeadlineMs()));
    dispatcher.dispatch(
      { method: 'POST', path, body, headers: { 'content-type': 'application/json' } },
      this,
    );
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isWritten) this.#giveUp('reset: not written a second time');
    else if (!this.#isSettled && this.#isPastDeadline()) this.#giveUp(pastDeadline);
    if (this.#isSettled) throw new Error('Given up before it was written.');
    this.#isWritten = true;
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, httpStatus: number): void {
    if (httpStatus >= 200) this.#httpStatus = httpStatus;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > maxReplyBytes) {
      this.#giveUp('too-large: the answer');
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks, this.#size);
    this.#settle({ kind: 'answered', httpStatus: this.#httpStatus ?? 0, body });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#giveUp(describeFailure(error));
  }

  #giveUp(cause: string): void {
    if (this.#isSettled) return;
    this.#settle(
      this.#isWritten
        ? { kind: 'unconfirmed', cause, httpStatus: this.#httpStatus }
        : { kind: 'not-sent', cause },
    );
    // Only what was written has a controller; what still waits is dropped when its turn comes.
    this.#controller?.abort(new Error('Given up.'));
  }

  #settle(result: PostResult): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    this.#input.signal?.removeEventListener('abort', this.#onAbort);
    this.#chunks = [];
    this.#resolve(result);
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(() => this.#onTimer(), Math.max(0, Math.ceil(ms)));
  }

  #onTimer(): void {
    const { requestMs } = this.#input;
    const left = this.#leftOfTotalMs();
    if (this.#isWritten && left > 0) {
      this.#arm(left);
      return;
    }
    if (this.#isWritten) {
      this.#giveUp(`timeout: no answer within ${requestMs} ms`);
      return;
    }
    if (this.#isPastDeadline()) {
      this.#giveUp(pastDeadline);
      return;
    }
    if (left > 0) {
      this.#arm(Math.min(left, this.#leftOfDeadlineMs()));
      return;
    }
    this.#giveUp(`pool-wait: no connection was ready within ${requestMs} ms`);
  }

  #leftOfTotalMs(): number {
    return this.#startedAtMs + this.#input.requestMs - this.#input.clock.monotonicMs();
  }

  #leftOfDeadlineMs(): number {
    const { clock, deadlineAt, deadlineMonotonicMs } = this.#input;
    return Math.min(
      deadlineAt.getTime() - clock.now().getTime(),
      deadlineMonotonicMs - clock.monotonicMs(),
    );
  }

  /** Wall and monotonic: a machine that was suspended shows only on the wall clock, a clock set back only on the other. */
  #isPastDeadline(): boolean {
    return !(this.#leftOfDeadlineMs() > 0);
  }
}

const pastDeadline = 'deadline: passed before the request was written';
