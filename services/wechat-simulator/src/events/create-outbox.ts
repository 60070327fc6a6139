import type { Logger } from '@yuexin/telemetry';
import type { EventFaultKind } from '../faults/fault.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { createRing } from '../ledger/ring.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import { pathsOf } from './build-event.ts';
import { createGate } from './create-gate.ts';
import { createEventRecord, type EventOutcome, type EventRecord } from './event-record.ts';
import { type PostDeps, postEvent } from './post-event.ts';
import type { WechatEvent } from './wechat-event.ts';

export type OutboxDeps = PostDeps & {
  faults: FaultBook;
  logger: Logger;
  onChanged: (record: EventRecord) => void;
};

const triesMax = 3;
const eventsKept = 20_000;
const gateLimits = { inFlightMax: 64, waitingMax: 200_000 };
const lateByDefaultMs = 5000;
const kindsOnTheWay = ['drop-event', 'duplicate-event', 'late-event'] as const;

function createTimers() {
  const timers = new Set<NodeJS.Timeout>();
  return {
    later: (waitMs: number, work: () => void): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, waitMs);
      timers.add(timer);
    },
    clear: (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Tries until it is taken, three times; then the event is lost (facts 5.7). */
function createCourier(deps: OutboxDeps) {
  const timers = createTimers();
  const gate = createGate(gateLimits);
  const settle = (record: EventRecord, outcome: EventOutcome): void => {
    record.outcome = outcome;
    deps.onChanged(record);
  };
  const lose = (record: EventRecord): void => {
    const { appId, event, tries } = record;
    deps.logger.warn('an event is lost', { appId, event: event.name, last: tries.at(-1) });
    settle(record, 'lost');
  };
  const post = (app: SimApp, record: EventRecord): void => {
    const isTaken = gate.run(async () => {
      if (await postEvent(deps, { app, record })) settle(record, 'delivered');
      else if (record.tries.length >= triesMax) lose(record);
      else timers.later(app.settings.eventRetryMs, () => post(app, record));
    });
    if (!isTaken) lose(record);
  };
  return {
    settle,
    postLater: (app: SimApp, record: EventRecord, waitMs: number): void =>
      timers.later(waitMs, () => post(app, record)),
    clear: (): void => {
      timers.clear();
      gate.clear();
    },
  };
}

/** Events on their way to the apps' URLs: late, in no fixed order, faults applied, the last 20,000 remembered. */
export function createOutbox(deps: OutboxDeps) {
  const ring = createRing<EventRecord>(eventsKept);
  const courier = createCourier(deps);
  let lastSeq = 0;

  const begin = (app: SimApp, event: WechatEvent, fault: EventFaultKind | null): EventRecord => {
    lastSeq += 1;
    const record = createEventRecord({ seq: lastSeq, app, event, fault });
    ring.push(record);
    return record;
  };

  const send = (app: SimApp, event: WechatEvent): void => {
    const { appId, eventUrl, eventDelayMs } = app.settings;
    const target = { paths: pathsOf(event.name), appId, openid: event.fromUserName };
    const faults = deps.faults.takeForEvent(target, kindsOnTheWay);
    const of = (kind: EventFaultKind) => faults.find((fault) => fault.kind === kind);
    const record = begin(app, event, faults[0]?.kind ?? null);
    if (of('drop-event') !== undefined) courier.settle(record, 'dropped');
    else if (eventUrl === null) courier.settle(record, 'no-url');
    else {
      const late = of('late-event');
      const waitMs = eventDelayMs + (late === undefined ? 0 : (late.value ?? lateByDefaultMs));
      courier.postLater(app, record, waitMs);
      if (of('duplicate-event') === undefined) return;
      courier.postLater(app, begin(app, event, 'duplicate-event'), waitMs);
    }
  };

  return {
    send,
    /** Newest first. */
    list: (filter: { matches: (record: EventRecord) => boolean; limit: number }): EventRecord[] => {
      const found: EventRecord[] = [];
      for (const record of ring.newestFirst()) {
        if (found.length >= filter.limit) break;
        if (filter.matches(record)) found.push(record);
      }
      return found;
    },
    /** Forgets what waits and what was. */
    clear: (): void => {
      courier.clear();
      ring.clear();
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;
