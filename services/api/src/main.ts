// First: it holds from the next collection on, and the last of the start must be one of those.
import './collect-heap-early.ts';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { loadApiConfig, reportConfigProblems, type ApiConfig } from '@yuexin/config';
import { createLogger, createShutdown, openTracing } from '@yuexin/telemetry';
import { composeApi } from './compose.ts';
import { closeAfterAnswers, listen, stopListening } from './listen.ts';

/** Without SHUTDOWN_DELAY_MS, which is 5 s at most: 25 s for all. */
const shutdownDeadlineMs = 20_000;

function readConfig(): ApiConfig {
  try {
    return loadApiConfig(process.env);
  } catch (error) {
    process.stderr.write(reportConfigProblems(error));
    return process.exit(1);
  }
}

const config = readConfig();
const logger = createLogger({ service: 'api', ...config.log });
const { shutdownDelayMs } = config.api;
const shutdown = createShutdown({ logger, deadlineMs: shutdownDeadlineMs + shutdownDelayMs });

try {
  const tracing = await openTracing({ service: 'api', endpoint: config.otel.endpoint, logger });
  shutdown.add('export the last spans', () => tracing?.close());
  const api = composeApi({ config, logger, tracing });
  shutdown.add('close the stores', () => api.close());
  shutdown.add('answer what is in hand', async () => {
    const closed = stopListening(api.server);
    await api.drain();
    await closed;
  });
  shutdown.add('let balancers notice', async () => {
    api.leave();
    closeAfterAnswers(api.server);
    await delay(shutdownDelayMs);
  });
  await listen(api.server, config.api.port);
  const { port } = api.server.address() as AddressInfo;
  logger.info('listening', { port });
  await api.start(shutdown.signal);
  logger.info('ready', { port });
} catch (error) {
  if (!shutdown.signal.aborted) await shutdown.start('the api could not start', error);
}
