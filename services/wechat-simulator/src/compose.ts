import type { SimulatorConfig } from '@yuexin/config';
import type { Logger } from '@yuexin/telemetry';
import { createControlRouter } from './control/create-control-router.ts';
import { showEvent } from './control/show-event.ts';
import { createOutgoing } from './create-outgoing.ts';
import { createServer } from './create-server.ts';
import { createEndpoints } from './endpoints/create-endpoints.ts';
import { createDelivery } from './events/create-delivery.ts';
import { createOutbox } from './events/create-outbox.ts';
import { createFaultBook } from './faults/fault-book.ts';
import { type CallRecord, createCallLog, showCall } from './front/call-log.ts';
import { createRefusals } from './front/create-refusals.ts';
import { createWechatFront } from './front/create-wechat-front.ts';
import { createStateFile, noStateFile } from './ledger/create-state-file.ts';
import type { SimUser } from './ledger/sim-user.ts';
import { createWorld } from './ledger/world.ts';
import { createLiveFeed } from './phone/create-live-feed.ts';
import { createPhoneRouter } from './phone/create-phone-router.ts';
import { createRandom } from './random.ts';

export type SimulatorOptions = {
  config: SimulatorConfig['simulator'];
  logger: Logger;
  clock: { now: () => Date };
  /** Of what is random in faults and rids. */
  seed: number;
};

/** A WeChat of one's own. */
export type Simulator = {
  /** Resolves to the port, once it listens. */
  listen: () => Promise<number>;
  /** Ends at once: open connections are cut, the state is written. */
  close: () => Promise<void>;
};

/** What remembers and what tells. */
function createMemory({ config, logger, clock, seed }: SimulatorOptions) {
  const world = createWorld(clock.now().getTime());
  const { stateFile: path } = config;
  const state = path === null ? noStateFile : createStateFile({ path, world, logger });
  const random = createRandom(seed);
  const feed = createLiveFeed();
  const onFaultsChanged = () => feed.publish(() => ({ type: 'faults' }));
  const onUserChanged = ({ userId }: SimUser) => feed.publish(() => ({ type: 'user', userId }));
  const faults = createFaultBook({ random, onTaken: onFaultsChanged });
  const calls = createCallLog();
  return { world, state, random, feed, faults, calls, clock, onFaultsChanged, onUserChanged };
}

/** Builds the whole simulator; nothing listens yet. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { config, logger } = options;
  const memory = createMemory(options);
  const { world, state, feed, clock } = memory;
  const outgoing = createOutgoing();
  const outbox = createOutbox({
    ...memory,
    outgoing,
    logger,
    onChanged: (record) => feed.publish(() => ({ type: 'event', event: showEvent(record) })),
  });
  const refuse = createRefusals({ random: memory.random, now: clock.now });
  const onAccepted = createDelivery({ ...memory, outbox });
  const endpoints = createEndpoints({ world, refuse, onAccepted });
  const onEnded = (record: CallRecord): void => {
    state.touch();
    feed.publish(() => ({ type: 'call', call: showCall(record) }));
  };
  const control = createControlRouter({
    ...memory,
    outgoing,
    outbox,
    onReset: () => feed.publish(() => ({ type: 'reset' })),
    onChanged: state.touch,
  });
  const server = createServer({
    front: createWechatFront({ ...memory, endpoints, refuse, onEnded }),
    control,
    phone: createPhoneRouter({ feed, outgoing, phoneApi: config.phoneApi }),
    logger,
  });
  return {
    listen: () => {
      state.load();
      return server.listen(config.host, config.port);
    },
    close: async () => {
      outbox.clear();
      outgoing.close();
      state.close();
      await server.close();
    },
  };
}
