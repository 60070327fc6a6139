import { loadSimulatorConfig, reportConfigProblems } from '@yuexin/config';
import { createClock, createLogger, createShutdown } from '@yuexin/telemetry';
import { createSimulator } from './compose.ts';

const deadlineMs = 3000;

function readConfig() {
  try {
    return loadSimulatorConfig(process.env);
  } catch (error) {
    process.stderr.write(reportConfigProblems(error));
    process.exit(1);
  }
}

const config = readConfig();
const logger = createLogger({ service: 'wechat-simulator', ...config.log });
const shutdown = createShutdown({ logger, deadlineMs });
const simulator = createSimulator({
  config: config.simulator,
  logger,
  clock: createClock(),
  seed: Date.now(),
});
shutdown.add('simulator', () => simulator.close());
try {
  const port = await simulator.listen();
  logger.info('listening', { port });
} catch (error) {
  void shutdown.start('cannot listen', error);
}
