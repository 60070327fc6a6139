import type { AddressInfo } from 'node:net';
import { loadApiConfig, reportConfigProblems, type ApiConfig } from '@yuexin/config';
import { createLogger, createShutdown, openTracing } from '@yuexin/telemetry';
import { composeApi } from './compose.ts';
import { listen, stopListening } from './listen.ts';

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
const shutdown = createShutdown({ logger, deadlineMs: shutdownDeadlineMs });

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
  await listen(api.server, config.api.port);
  const { port } = api.server.address() as AddressInfo;
  logger.info('listening', { port });
  await api.start(shutdown.signal);
  logger.info('ready', { port });
} catch (error) {
  if (!shutdown.signal.aborted) await shutdown.start('the api could not start', error);
}
