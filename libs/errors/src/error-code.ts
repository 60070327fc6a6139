/** What a caller of our code can do about an error. */
export const errorKinds = [
  'invalid',
  'denied',
  'not-found',
  'conflict',
  'throttled',
  'unavailable',
  'rejected',
  'bug',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** Every public error code (docs: contract 3) and the kind it belongs to. */
export const errorKindOfCode = {
  'invalid-request': 'invalid',
  unauthenticated: 'denied',
  forbidden: 'denied',
  'csrf-token-missing': 'denied',
  'not-found': 'not-found',
  conflict: 'conflict',
  'no-grant': 'conflict',
  'idempotency-in-flight': 'conflict',
  'idempotency-key-reused': 'invalid',
  'template-data-invalid': 'invalid',
  'template-unknown': 'invalid',
  'recipient-unknown': 'invalid',
  'login-code-invalid': 'invalid',
  'unsupported-media-type': 'invalid',
  'payload-too-large': 'invalid',
  'rate-limited': 'throttled',
  overloaded: 'throttled',
  unavailable: 'unavailable',
  'wechat-refused': 'rejected',
  'internal-error': 'bug',
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKindOfCode;
