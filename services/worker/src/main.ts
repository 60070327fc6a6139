import { loadWorkerConfig, reportConfigProblems, type WorkerConfig } from '@yuexin/config';
import { createLogger, createShutdown, openTracing } from '@yuexin/telemetry';
import { composeWorker, shutdownDeadlineMs } from './compose.ts';

function readConfig(): WorkerConfig | null {
  try {
    return loadWorkerConfig(process.env);
  } catch (error) {
    process.stderr.write(reportConfigProblems(error));
    return null;
  }
}

async function run(config: WorkerConfig): Promise<void> {
  const logger = createLogger({ service: 'worker', ...config.log });
  const shutdown = createShutdown({ logger, deadlineMs: shutdownDeadlineMs(config) });
  try {
    const { endpoint } = config.otel;
    const tracing = await openTracing({ service: 'worker', endpoint, logger });
    shutdown.add('the last spans', () => tracing?.close());
    const worker = composeWorker({
      config,
      logger,
      tracing,
      closeLater: (...step) => shutdown.add(...step),
    });
    await worker.start(shutdown.signal);
  } catch (error) {
    // A start that a signal interrupted is part of the shutdown, not a failure.
    if (!shutdown.signal.aborted) await shutdown.start('the worker cannot start', error);
  }
}

const config = readConfig();
if (config === null) process.exitCode = 1;
else await run(config);
