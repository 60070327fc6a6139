import type { FaultBook } from '../faults/fault-book.ts';
import type { AcceptedSend } from '../ledger/send-message.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import type { LiveFeed } from '../phone/create-live-feed.ts';
import { pathsOf, sentEvent } from './build-event.ts';
import type { Outbox } from './create-outbox.ts';

export type DeliveryDeps = {
  faults: FaultBook;
  outbox: Outbox;
  feed: LiveFeed;
  clock: { now(): Date };
};

const failedByDefault = 1;

/** The asynchronous stage after errcode 0: the phone shows the message, or not, and an event tells which (facts 5.4). */
export function createDelivery(deps: DeliveryDeps) {
  return ({ app, user, record }: AcceptedSend & { app: SimApp }): void => {
    const { appId, openid } = record;
    const target = { paths: pathsOf('subscribe_msg_sent_event'), appId, openid };
    const [failure] = deps.faults.takeForEvent(target, ['failed-delivery']);
    const shown = user.inbox.at(-1);
    if (failure !== undefined) user.inbox.pop();
    else if (shown !== undefined) {
      deps.feed.publish(() => ({ type: 'message', userId: user.userId, message: shown }));
    }
    const failed = failure === undefined ? null : { code: failure.value ?? failedByDefault };
    const origin = { app, openid, at: deps.clock.now() };
    deps.outbox.send(app, sentEvent(origin, record, failed));
  };
}
