import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line written on behalf of one request or job carries. */
export type LogContext = {
  requestId?: string;
  pushId?: string;
  appId?: string;
  /** W3C trace context as it came in. */
  traceparent?: string;
  /** Of the trace that the work belongs to. */
  traceId?: string;
};

const store = new AsyncLocalStorage<LogContext>();

/** Runs `work` with these facts added to the context it already has; returns what `work` returns. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return store.run({ ...store.getStore(), ...context }, work);
}

/** The context of the code that is running; empty outside of any. */
export function currentLogContext(): LogContext {
  return store.getStore() ?? {};
}
