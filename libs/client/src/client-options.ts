/** What a client needs to know. */
export type ClientOptions = {
  /** Where the api is, such as `https://yuexin.example.com`; a path before `/v1` is kept. */
  baseUrl: string;
  /** An API key, `yx_…`, or what finds it: asked for at every attempt, so that a rotated key is taken up. */
  apiKey?: string | (() => string | Promise<string>);
  /** For one attempt; default 30 s, and what a long poll waits on top. */
  timeoutMs?: number;
  /** For a call with all its retries and waits; default 90 s. */
  totalTimeoutMs?: number;
  /** How often a call is sent, at most; default 6. One: never again. */
  attemptsMax?: number;
  /** Instead of the global one: for a proxy, an agent, or a test. */
  fetch?: typeof globalThis.fetch;
};
