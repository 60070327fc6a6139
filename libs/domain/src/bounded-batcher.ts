/** What to do with a batch whose run failed: give up, run it once more and then one by one, or one by one at once. */
export type BatchFailureAction = 'fail' | 'retry' | 'isolate';

export type BoundedBatcherOptions<Item, Answer> = {
  /** Must answer every item, in order. May run at most `maxInFlight` times at once. */
  run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  maxBatchSize: number;
  /** Runs in flight; what arrives meanwhile becomes the next batch. Default 2. */
  maxInFlight?: number;
  /** Items not yet in a batch; one more is refused with `overflow()`. */
  maxWaiting: number;
  /** The error given to an item that finds the waiting room full, or waited too long. */
  overflow: () => Error;
  /** An item that has waited longer is not run any more: whoever asked has given up. Default: no limit. */
  patience?: { maxWaitMs: number; nowMs: () => number };
  /** Default `fail`. Answer `retry` or `isolate` only when the failed run certainly left nothing behind. */
  onFailure?: (error: unknown) => BatchFailureAction;
  /** Told the size of every batch that is started, for metrics. Must not throw. */
  onBatch?: (size: number) => void;
};

export type BoundedBatcher<Item, Answer> = {
  /** Resolves to this item's own answer; rejects with the run's error or `overflow()`. */
  add(item: Item): Promise<Answer>;
  /** Resolves when everything added so far is answered; may be called again. */
  drain(): Promise<void>;
  /** Items added and not yet in a batch. */
  waiting(): number;
};

type Ticket<Item, Answer> = {
  item: Item;
  addedAtMs: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

/**
 * Makes one call out of many concurrent ones (design 9). The gain comes from bounding the runs in flight:
 * an idle batcher starts at the end of the current turn of the event loop, a busy one gathers.
 * First in, first out. One poison item cannot sink its neighbours when `onFailure` says `isolate`.
 */
export function createBoundedBatcher<Item, Answer>(
  options: BoundedBatcherOptions<Item, Answer>,
): BoundedBatcher<Item, Answer> {
  const maxInFlight = options.maxInFlight ?? 2;
  const waiting: Ticket<Item, Answer>[] = [];
  const settled: (() => void)[] = [];
  let inFlight = 0;
  let isStartPlanned = false;

  const nowMs = options.patience?.nowMs ?? (() => 0);
  const turnAwayImpatient = (): void => {
    const oldestMs = nowMs() - (options.patience?.maxWaitMs ?? Infinity);
    const patient = waiting.findIndex(({ addedAtMs }) => addedAtMs >= oldestMs);
    const late = waiting.splice(0, patient < 0 ? waiting.length : patient);
    for (const ticket of late) ticket.reject(options.overflow());
  };

  const start = (): void => {
    isStartPlanned = false;
    while (inFlight < maxInFlight && waiting.length > 0) {
      turnAwayImpatient();
      const batch = waiting.splice(0, options.maxBatchSize);
      if (batch.length === 0) break;
      inFlight += 1;
      options.onBatch?.(batch.length);
      void runBatch(options, batch).then(finish);
    }
    if (inFlight === 0) for (const tell of settled.splice(0)) tell();
  };

  const finish = (): void => {
    inFlight -= 1;
    start();
  };

  const planStart = (): void => {
    if (isStartPlanned || inFlight >= maxInFlight) return;
    isStartPlanned = true;
    setImmediate(start);
  };

  return {
    add: (item) => {
      if (waiting.length >= options.maxWaiting) return Promise.reject(options.overflow());
      return new Promise<Answer>((resolve, reject) => {
        waiting.push({ item, addedAtMs: nowMs(), resolve, reject });
        planStart();
      });
    },
    drain: () => {
      if (waiting.length === 0 && inFlight === 0) return Promise.resolve();
      return new Promise((resolve) => settled.push(resolve));
    },
    waiting: () => waiting.length,
  };
}

/** Never rejects: every ticket is answered one way or the other. */
async function runBatch<Item, Answer>(
  options: BoundedBatcherOptions<Item, Answer>,
  batch: readonly Ticket<Item, Answer>[],
): Promise<void> {
  const action = await tryOnce(options, batch, 'first');
  if (action === 'done') return;
  if (action === 'retry' && (await tryOnce(options, batch, 'again')) === 'done') return;
  for (const ticket of batch) await tryOnce(options, [ticket], 'last');
}

/** Answers the tickets and says `done`, unless the failure may be met by another try. */
async function tryOnce<Item, Answer>(
  options: BoundedBatcherOptions<Item, Answer>,
  tickets: readonly Ticket<Item, Answer>[],
  turn: 'first' | 'again' | 'last',
): Promise<'done' | 'retry' | 'isolate'> {
  try {
    const answers = await options.run(tickets.map((ticket) => ticket.item));
    if (answers.length !== tickets.length)
      throw new RangeError(`A batch of ${tickets.length} got ${answers.length} answers.`);
    for (const [index, ticket] of tickets.entries()) ticket.resolve(answers[index] as Answer);
    return 'done';
  } catch (error) {
    const action = turn === 'last' ? 'fail' : (options.onFailure?.(error) ?? 'fail');
    if (action === 'retry' && turn === 'first') return 'retry';
    if (action !== 'fail' && tickets.length > 1) return 'isolate';
    for (const ticket of tickets) ticket.reject(error);
    return 'done';
  }
}
