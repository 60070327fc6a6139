import type { LogConfig } from '@yuexin/config';
import winston from 'winston';
import { currentLogContext } from './log-context.ts';
import type { LogLine } from './log-line.ts';
import type { LogFields, Logger } from './logger.ts';
import { redactText } from './redact-text.ts';
import { redactFields } from './redact-value.ts';
import { renderPretty } from './render-pretty.ts';

export type LogLevel = LogConfig['level'];

export type LoggerOptions = LogConfig & {
  service: string;
  /** Standard output when absent. */
  destination?: NodeJS.WritableStream;
};

// winston declares the instance where it means the class.
const StreamTransport = winston.transports.Stream as unknown as new (options: {
  stream: NodeJS.WritableStream;
  eol: string;
}) => winston.transport;

const levels: Record<LogLevel, number> = { error: 0, warn: 1, info: 2, debug: 3 };

const renderJson = ({ fields, ...line }: LogLine): string =>
  // The line's own members come first and last, so that no field can pose as one of them.
  JSON.stringify({ ...line, ...fields, ...line });

function standardOutput(): NodeJS.WritableStream {
  // A closed terminal or pipe must not crash a process that is draining.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
  return process.stdout;
}

/**
 * A winston logger behind our own type. Redaction happens here and nowhere else: by name of a field and by the shape of
 * its text (`redactValue`). Lines hold `time`, `level`, `service`, `message`, the log context and the fields.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { service } = options;
  const stream = options.destination ?? standardOutput();
  const render = options.format === 'json' ? renderJson : renderPretty;
  const writer = winston.createLogger({
    levels,
    level: options.level,
    format: winston.format.printf((info) => render(info.line as LogLine)),
    transports: [new StreamTransport({ stream, eol: '\n' })],
  });

  const loggerWith = (bound: LogFields): Logger => {
    const write = (level: LogLevel, message: string, fields?: LogFields): void => {
      if (!writer.isLevelEnabled(level)) return;
      const line: LogLine = {
        time: new Date().toISOString(),
        level,
        service,
        message: redactText(message),
        fields: redactFields(currentLogContext(), bound, fields),
      };
      writer.log({ level, message: '', line });
    };
    return {
      debug: (message, fields) => write('debug', message, fields),
      info: (message, fields) => write('info', message, fields),
      warn: (message, fields) => write('warn', message, fields),
      error: (message, fields) => write('error', message, fields),
      child: (fields) => loggerWith({ ...bound, ...fields }),
    };
  };
  return loggerWith({});
}
