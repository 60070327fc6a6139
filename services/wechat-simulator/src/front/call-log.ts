import { createHash } from 'node:crypto';
import { createRing } from '../ledger/ring.ts';

/** One call received. */
export type CallRecord = {
  seq: number;
  at: number;
  endedAt: number | null;
  method: string;
  path: string;
  /** As it came, without the question mark. */
  search: string;
  /** Parsed, or the text when it was no JSON, or null. */
  body: unknown;
  appId: string | null;
  openid: string | null;
  status: number | null;
  errcode: number | null;
  isOverlapping: boolean;
  fault: string | null;
  /** The client left before the answer was written. */
  isAborted: boolean;
};

const callsKept = 100_000;
const secretNames = new Set(['secret', 'appsecret']);

/** Tells which token it was without telling the token. */
const fingerprint = (token: string): string =>
  `sha256:${createHash('sha256').update(token).digest('hex').slice(0, 12)}`;

const readQuery = (search: string) =>
  Object.fromEntries(
    [...new URLSearchParams(search)].map(([name, value]) => {
      if (secretNames.has(name)) return [name, '[redacted]'];
      return [name, name === 'access_token' ? fingerprint(value) : value];
    }),
  );

const readBody = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]) => [
      name,
      secretNames.has(name) ? '[redacted]' : value,
    ]),
  );
};

/** A call as `GET /_sim/calls` shows it: secrets left out, tokens told apart. */
export const showCall = (record: CallRecord) => {
  const { search, at, endedAt, body, ...rest } = record;
  return {
    ...rest,
    query: readQuery(search),
    body: readBody(body),
    at: new Date(at).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  };
};
export type ShownCall = ReturnType<typeof showCall>;

/** The last 100,000 calls. */
export function createCallLog() {
  const ring = createRing<CallRecord>(callsKept);
  let lastSeq = 0;
  return {
    begin: (call: { method: string; path: string; search: string; at: number }): CallRecord => {
      lastSeq += 1;
      const record: CallRecord = {
        seq: lastSeq,
        ...call,
        endedAt: null,
        body: null,
        appId: null,
        openid: null,
        status: null,
        errcode: null,
        isOverlapping: false,
        fault: null,
        isAborted: false,
      };
      ring.push(record);
      return record;
    },
    /** Newest first. */
    list: (filter: { matches: (call: CallRecord) => boolean; limit: number }): ShownCall[] => {
      const found: ShownCall[] = [];
      for (const record of ring.newestFirst()) {
        if (found.length >= filter.limit) break;
        if (filter.matches(record)) found.push(showCall(record));
      }
      return found;
    },
    clear: () => ring.clear(),
    dropped: () => ring.dropped,
  };
}
export type CallLog = ReturnType<typeof createCallLog>;
