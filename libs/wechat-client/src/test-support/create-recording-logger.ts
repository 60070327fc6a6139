import type { Logger } from '@yuexin/telemetry';

export type RecordingLogger = Logger & {
  lines: { level: string; message: string; fields: unknown }[];
};

/** A logger that keeps what it was told, so that a test can look for what must not be there. */
export function createRecordingLogger(): RecordingLogger {
  const lines: RecordingLogger['lines'] = [];
  const write = (level: string) => (message: string, fields?: unknown) => {
    lines.push({ level, message, fields });
  };
  const logger: RecordingLogger = {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => logger,
  };
  return logger;
}
