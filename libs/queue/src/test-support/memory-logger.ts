import type { QueueLogger } from '../queue-logger.ts';

export type LogLine = { level: 'info' | 'warn' | 'error'; message: string; fields: unknown };

/** Keeps what is logged, so that a test can ask for it. */
export type MemoryLogger = QueueLogger & { lines: LogLine[] };

export function createMemoryLogger(): MemoryLogger {
  const lines: LogLine[] = [];
  const keep = (level: LogLine['level']) => (message: string, fields?: unknown) => {
    lines.push({ level, message, fields });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
