/** W3C trace context as it travels in a `traceparent`: of a span that is sampled. */
export type Traceparent = string;

export type SpanAttributes = Readonly<Record<string, string | number>>;

export type SpanFacts = {
  name: string;
  kind: 'server' | 'client' | 'internal';
  attributes?: SpanAttributes;
  /** What began it elsewhere: the span joins that trace. Left out: the running span, else a trace of its own. */
  parent?: Traceparent | undefined;
  /** What it goes back to without being part of it. */
  link?: Traceparent | undefined;
};

export type Span = {
  set(attributes: SpanAttributes): void;
  /** It went wrong, in one phrase without secrets. */
  fail(why: string): void;
  /** To hand on; undefined when the span is not sampled. */
  traceparent(): Traceparent | undefined;
};

/** A span that ends when it is told to. */
export type OpenSpan = Span & {
  /** Runs `work` inside the span, with its trace id in every log line. */
  run<T>(work: () => T): T;
  rename(name: string): void;
  end(): void;
};

/** Spans of this process. Who gets none (null) does without: nothing of OpenTelemetry is loaded then. */
export type Tracing = {
  begin(facts: SpanFacts): OpenSpan;
  /** Runs `work` inside a span that ends with it, and fails with it; returns what `work` returns. */
  run<T>(facts: SpanFacts, work: (span: Span) => Promise<T>): Promise<T>;
  /** The running span, to hand on; undefined when there is none, or it is not sampled. */
  current(): Traceparent | undefined;
  /** Exports what is left, within seconds. */
  close(): Promise<void>;
};
