import type { LogFields, Logger } from '@yuexin/telemetry';

export type LogLine = { level: string; message: string; fields: LogFields };
export type RecordingLogger = Logger & { lines: LogLine[] };

/** A logger that keeps its lines for the test to look at. */
export function recordLog(lines: LogLine[] = []): RecordingLogger {
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
    };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => recordLog(lines),
  };
}
