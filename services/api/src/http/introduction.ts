import { createPushExample } from '../routes/pushes/create-push.schema.ts';

/** The first page of the reference: what a caller has to know before the first call. Markdown. */
export function introduction(publicUrl: string): string {
  return `Delivers WeChat Mini Program subscription messages. A user’s “allow” buys one message; Yuexin keeps the ledger of
those grants, takes pushes, and sends each of them once.

## The first push

\`\`\`sh
curl ${publicUrl}/v1/pushes \\
  -H "Authorization: Bearer $YUEXIN_KEY" \\
  -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: "goods-42-driver-7"' \\
  -d '${JSON.stringify(createPushExample, null, 2)}'
\`\`\`

A **202** means that the push is stored and will end: \`sent\`, \`dead\`, \`expired\` or \`cancelled\`. Without a grant it waits,
\`parked\`, and goes out by itself when the user allows the next message. \`GET /v1/pushes/{id}?wait=10\` waits for the end.

## What holds everywhere

- **Keys.** \`Authorization: Bearer yx_…\`. A key has scopes (\`operator\` brings \`push:read\` along, \`admin\` everything)
  and may be bound to some apps; what lies outside is 404.
- **Problems** are \`application/problem+json\` (RFC 9457) with a stable \`code\`, whether the same request may succeed later
  (\`retryable\`), and for bad input **all** of it in \`errors\`: JSON pointer, rule, limit, actual. [The codes](/problems).
- **Idempotency-Key** on whatever creates: the same key and body again is the same thing, answered as it is now with
  \`Idempotency-Replayed: true\`; another body is 422; while the first still runs, 409.
- **Lists** take \`limit\` (1 to 200) and \`cursor\`, newest first, and answer \`{ data, nextCursor }\`.
- **Limits** are told in \`RateLimit-Policy\` and \`RateLimit\`; 429 and 503 say \`Retry-After\`.
- **\`X-Request-Id\`** is taken and returned, and \`traceparent\` is honoured.
- Times are RFC 3339 in UTC. Ids have prefixes: \`psh_\`, \`grt_\`, \`att_\`, \`key_\`, \`rpl_\`, \`wep_\`, \`cbk_\`.

## Callbacks

A webhook endpoint (\`POST /v1/webhook-endpoints\`) is told how each push of its caller ended, or of whatever it asks for. Callbacks
follow [Standard Webhooks](https://www.standardwebhooks.com): verify \`webhook-signature\` with the secret, by any of its libraries, on
the body as it came; answer 2xx within 15 seconds. The body is \`{ type, timestamp, sequence, data }\`; \`data\` is the push as it was at
that instant, \`sequence\` grows with each callback of a push.

- **At least once, in no certain order.** \`webhook-id\` is the same in every try: keep it, and leave out what you know. Of two
  callbacks of one push the one with the higher \`sequence\` is the newer.
- **What is not answered with 2xx** comes again, eleven times over a day, not before a \`Retry-After\`. Redirects are not followed. At
  most four calls are under way to an endpoint; one that keeps failing is left alone for up to five minutes at a time.
- **410 disables** an endpoint, and so do five days without one success; its \`state\` and an alarm say so. What it missed is kept:
  enable it, then \`POST …/recover\`. When the last key of its caller has ended, its endpoints are disabled for good.
- **Only public addresses** are called, over https, and the address is looked up and judged at each call.
`;
}
