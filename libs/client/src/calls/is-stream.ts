/** Whether a body comes piece by piece. Not every edge runtime has streams; where there are none, nothing is one. */
export const isStream = (body: unknown): boolean =>
  typeof ReadableStream !== 'undefined' && body instanceof ReadableStream;
