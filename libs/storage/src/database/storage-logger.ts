/** The part of a logger storage needs; a winston logger is one. */
export type StorageLogger = {
  info(message: string, fields?: Record<string, unknown>): unknown;
  warn(message: string, fields?: Record<string, unknown>): unknown;
};
