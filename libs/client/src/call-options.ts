/** What may be said of one call, beside what it is about. */
export type CallOptions = {
  /** Ends the call, its retries and its waits; it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * For calls that create: the same key with the same body is done once, however often it is sent. Without one the
   * client makes one for the call and keeps it over the retries. 1 to 255 printable ASCII characters.
   */
  idempotencyKey?: string;
  /** For one attempt, instead of the client's. */
  timeoutMs?: number;
  /** For the call with all its retries, instead of the client's. */
  totalTimeoutMs?: number;
  /** More headers, such as `traceparent` or `X-Request-Id`. */
  headers?: Readonly<Record<string, string>>;
};

/** For the calls that a mini program makes for its user. */
export type SessionCallOptions = CallOptions & {
  /** Of `miniProgram.login`. */
  sessionToken: string;
};
