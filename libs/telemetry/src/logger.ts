/** Facts that go with a line. Redacted before they are written; still, hand in ids rather than documents. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What our code logs to. Never throws; every line carries the service and the current log context. */
export type Logger = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each of its lines. */
  child(fields: LogFields): Logger;
};
