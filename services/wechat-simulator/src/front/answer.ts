/** What an endpoint answers. A business answer, good or bad, is HTTP 200 (facts 0). */
export type Answer = {
  errcode: number;
  body: string;
  contentType?: string;
  /** Kept in hand so long before it is written. */
  latencyMs?: number;
  /** The openid in hand until the answer is written or the client is gone. */
  lane?: string;
  /** The openid was in hand already. */
  isOverlapping?: boolean;
};

/** As seen on the wire: `encoding`, not `charset`. */
export const jsonContentType = 'application/json; encoding=utf-8';

/** errcode 0 and `errmsg` in front of the members. */
export const succeed = (members: Readonly<Record<string, unknown>> = {}): Answer => ({
  errcode: 0,
  body: JSON.stringify({ errcode: 0, errmsg: 'ok', ...members }),
});

/** The answers that carry no errcode when all is well: tokens, sessions, addresses. */
export const tell = (members: Readonly<Record<string, unknown>>): Answer => ({
  errcode: 0,
  body: JSON.stringify(members),
});
