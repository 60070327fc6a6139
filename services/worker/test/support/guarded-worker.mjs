/**
 * A worker as it ships, in a process of its own, for which names lead where GUARDED_NETWORK says: `names` has what each look-up
 * gives, in turn, the last for ever; `publicAddress` is one of this machine's that stands for a public one.
 */
import { createJudgeAddress } from '@yuexin/callbacks';
import { loadWorkerConfig } from '@yuexin/config';
import { createLogger, createShutdown } from '@yuexin/telemetry';
import { composeWorker, shutdownDeadlineMs } from '../../dist/compose.js';

const { names, publicAddress } = JSON.parse(process.env.GUARDED_NETWORK);
const judge = createJudgeAddress({ allowPrivate: false });
const network = {
  judgeAddress: (address) => (address === publicAddress ? null : judge(address)),
  lookUp: (hostname, _options, callback) => {
    const turns = names[hostname] ?? [];
    const addresses = (turns.length > 1 ? turns.shift() : turns[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  },
};

const config = loadWorkerConfig(process.env);
const logger = createLogger({ service: 'worker', ...config.log });
const shutdown = createShutdown({ logger, deadlineMs: shutdownDeadlineMs(config) });
const closeLater = (...step) => shutdown.add(...step);
await composeWorker({ config, logger, closeLater, network }).start(shutdown.signal);
