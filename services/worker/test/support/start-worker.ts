import { loadWorkerConfig } from '@yuexin/config';
import { createShutdown, type LogFields, type Logger } from '@yuexin/telemetry';
import { composeWorker, shutdownDeadlineMs } from '../../src/compose.ts';
import type { CallbackNetwork } from '../../src/compose-callbacks.ts';

export type LogLine = { level: string; message: string; fields: LogFields };

/** A worker in this process, composed as main.ts does, with the real ordered shutdown. */
export type RunningWorker = {
  lines: LogLine[];
  /** Resolves when it works; rejects when it was stopped before. */
  started: Promise<{ port: number }>;
  /** What SIGTERM does; resolves to the exit code. */
  stop(): Promise<number>;
};

export function startWorker(
  env: Readonly<Record<string, string>>,
  options: { network?: CallbackNetwork } = {},
): RunningWorker {
  const config = loadWorkerConfig({ WORKER_PORT: '0', ...env });
  const lines: LogLine[] = [];
  const logger = keepLines(lines);
  let exitCode = -1;
  const ignore = (): void => undefined;
  const host = { on: ignore, off: ignore, exit: (code: number) => void (exitCode = code) };
  const shutdown = createShutdown({
    ...{ logger, deadlineMs: shutdownDeadlineMs(config), parentPid: null, host },
  });
  const closeLater: typeof shutdown.add = (...step) => shutdown.add(...step);
  const worker = composeWorker({ config, logger, closeLater, ...options });
  const started = worker.start(shutdown.signal);
  // Whoever does not wait for it is not interested in how it ends.
  started.catch(ignore);
  return {
    lines,
    started,
    stop: async () => {
      await shutdown.start('the test ends');
      return exitCode;
    },
  };
}

function keepLines(lines: LogLine[]): Logger {
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
      if (process.env.SHOW_WORKER_LOG === '1' && level !== 'debug') {
        process.stderr.write(`${level} ${message} ${JSON.stringify(fields, replaceError)}\n`);
      }
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => keepLines(lines),
  };
}

const replaceError = (_key: string, value: unknown): unknown =>
  value instanceof Error ? `${value.name}: ${value.message}` : value;
