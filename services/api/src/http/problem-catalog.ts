import type { ErrorCode } from '@yuexin/errors';

export type ProblemEntry = {
  title: string;
  /** The same request, sent again later, may succeed. */
  isRetryable: boolean;
  meaning: string;
  whatToDo: string;
};

/** What every public error code says to people; the status is decided in error-handler.ts. Served at /problems/<code>. */
export const problemCatalog = {
  'invalid-request': {
    title: 'The request is not valid',
    isRetryable: false,
    meaning: 'Something in the body, the path or the query breaks a rule. Nothing was stored.',
    whatToDo:
      'Read `errors`: each entry has a JSON pointer, the rule and, where it helps, the limit and what was found. All problems are listed, so one correction is enough.',
  },
  unauthenticated: {
    title: 'No valid key',
    isRetryable: false,
    meaning:
      'The request carried no API key or session token, or one that is unknown or has ended.',
    whatToDo:
      'Send `Authorization: Bearer yx_…`. A mini program sends the session token of its last login and logs in again when it has run out.',
  },
  forbidden: {
    title: 'The key may not do this',
    isRetryable: false,
    meaning: 'The key is valid, but does not have the scope this call needs.',
    whatToDo: 'Use a key with the scope named in `detail`, or ask an administrator for one.',
  },
  'csrf-token-missing': {
    title: 'The console’s token is missing',
    isRetryable: false,
    meaning:
      'The request came with the console’s cookie and would change something, but without the token of its session.',
    whatToDo:
      'Send the `csrfToken` of `GET /v1/console/session` as `X-CSRF-Token`. Programs send `Authorization: Bearer yx_…` instead of a cookie.',
  },
  'not-found': {
    title: 'Not found',
    isRetryable: false,
    meaning: 'There is no such thing, or it belongs to an app this key is not bound to.',
    whatToDo: 'Check the id and the app the key is bound to.',
  },
  conflict: {
    title: 'The state does not allow this',
    isRetryable: false,
    meaning: 'It exists already, or it is in a state in which this action is impossible.',
    whatToDo: 'Read the current state and decide again.',
  },
  'no-grant': {
    title: 'The user has no grant to spare',
    isRetryable: false,
    meaning:
      'The push asked for `onNoGrant: "reject"`, and every grant of this user for this template is spent or spoken for. Nothing was stored.',
    whatToDo:
      'Ask the user again in the mini program, or send the push with `onNoGrant: "park"`: it goes out by itself when a grant arrives.',
  },
  'idempotency-in-flight': {
    title: 'The first request with this key is still running',
    isRetryable: true,
    meaning: 'A request with the same Idempotency-Key has not been answered yet.',
    whatToDo: 'Send the same request again after the time in `Retry-After`.',
  },
  'idempotency-key-reused': {
    title: 'The key was used for another request',
    isRetryable: false,
    meaning: 'This Idempotency-Key belongs to a request with a different body.',
    whatToDo: 'Use a new key for a new request; resend the very same body with the old key.',
  },
  'template-data-invalid': {
    title: 'The data does not fit the template',
    isRetryable: false,
    meaning:
      'WeChat would refuse this message with errcode 47003: a keyword is missing, blank, too long or of the wrong kind. Nothing was stored.',
    whatToDo: 'Correct every value named in `errors`; the limits are those of the keyword types.',
  },
  'template-unknown': {
    title: 'The app has no such template',
    isRetryable: false,
    meaning: 'The template id is not among the templates synced from WeChat for this app.',
    whatToDo:
      'Check the id, or sync the templates with POST /v1/apps/{appId}/templates/sync after adding one.',
  },
  'recipient-unknown': {
    title: 'Nobody has logged in with this address',
    isRetryable: false,
    meaning: 'The openid, phone or unionid was never seen in this app.',
    whatToDo:
      'Let the user log in or import the user first, or send with `onUnknownRecipient: "park"` to wait for the login.',
  },
  'login-code-invalid': {
    title: 'WeChat did not take the code',
    isRetryable: false,
    meaning:
      'The code has run out, was used before, is of the other kind, or belongs to another mini program.',
    whatToDo:
      'Call wx.login again for `code`, let the user tap the phone button again for `phoneCode`, and send each code once.',
  },
  'unsupported-media-type': {
    title: 'The body is of another kind',
    isRetryable: false,
    meaning: 'The body has a content type or an encoding this call does not read.',
    whatToDo:
      'Send `Content-Type: application/json` in UTF-8; a file of recipients as `text/csv` or `application/x-ndjson`, not compressed.',
  },
  'payload-too-large': {
    title: 'The body is too large',
    isRetryable: false,
    meaning:
      'Bodies may have 256 KiB, a batch 4 MiB, a file of recipients 64 MiB and 100,000 lines.',
    whatToDo: 'Split the batch or the file, or shorten `metadata`.',
  },
  'rate-limited': {
    title: 'Too many requests',
    isRetryable: true,
    meaning: 'The limit in `RateLimit-Policy` is used up.',
    whatToDo: 'Wait for the time in `Retry-After`.',
  },
  overloaded: {
    title: 'Overloaded',
    isRetryable: true,
    meaning:
      'More requests arrive than can be stored; this one was turned away before anything was done.',
    whatToDo:
      'Wait for the time in `Retry-After` and send it again, with the same Idempotency-Key.',
  },
  unavailable: {
    title: 'Not available just now',
    isRetryable: true,
    meaning: 'The database, or WeChat where the call needs it, does not answer.',
    whatToDo:
      'Send it again later, with the same Idempotency-Key. Without a key, look first whether it was done (`GET /v1/pushes?bizId=…`): the answer may have been lost, not the work.',
  },
  'wechat-refused': {
    title: 'WeChat refused the call',
    isRetryable: false,
    meaning:
      'WeChat answered with an errcode that waiting does not cure, mostly a matter of configuration.',
    whatToDo:
      'Look at the errcode in `detail` and at the app’s secret, permissions and IP allow-list.',
  },
  'internal-error': {
    title: 'Something went wrong here',
    isRetryable: true,
    meaning: 'A fault of this service. It was logged under the request id.',
    whatToDo: 'Send it again with the same Idempotency-Key; report the request id if it stays.',
  },
} as const satisfies Record<ErrorCode, ProblemEntry>;
