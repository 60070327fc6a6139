import { setTimeout as delay } from 'node:timers/promises';
import type { HttpMessage } from '../load/message-reader.ts';
import { benchTemplate } from './bench-template.ts';
import { createEventPoster, type EventPoster, type EventTarget } from './post-events.ts';
import { createSendBook, type SendBook } from './send-book.ts';
import type { TallyReading } from './send-tally.ts';

export type UpstreamReading = {
  all: TallyReading;
  /** By appid: the token of an app is made of it. */
  apps: Record<string, TallyReading>;
  events: { posted: number; pending: number; givenUp: number };
};

export type UpstreamSettings = {
  /** How long subscribe/send takes. */
  delayMs: number;
  /** Posts a sent event for each send; null: none. */
  events: EventTarget | null;
};

const SEND = '/cgi-bin/message/subscribe/send';
const TOKEN_PREFIX = 'bench-token-';
const LOOK_MS = 5;

/** What the process of the upstream offers to the benchmark, and `answer` to its clients. */
export type UpstreamCore = {
  answer: (message: HttpMessage, late: (json: string) => void) => string | null;
  configure: (settings: UpstreamSettings) => void;
  /** Begins to count anew. */
  reset: () => void;
  read: () => UpstreamReading;
  delayOf: SendBook['delayOf'];
  /** Once so many sends have come in, whatever their events do. */
  waitForSends: (count: number, limitMs: number) => Promise<void>;
  /** Once so many sends have come in and no event is under way. Rejects when that takes longer. */
  waitFor: (count: number, limitMs: number) => Promise<UpstreamReading>;
};

/** As much of WeChat as api and worker ask for; every send succeeds with a msgid of its own. */
export function createUpstream(): UpstreamCore {
  let settings: UpstreamSettings = { delayMs: 0, events: null };
  let poster: EventPoster | null = null;
  const book = createSendBook();
  // 19 digits, beyond what a double holds, as WeChat's are.
  let lastMsgid = 4_100_000_000_000_000_000n + BigInt(Date.now()) * 100_000n;

  const acceptSend = ({ head, body }: HttpMessage): string => {
    const appId = appOf(head);
    book.add(appId, body);
    lastMsgid += 1n;
    const msgid = String(lastMsgid);
    if (poster !== null) {
      const { touser, template_id } = JSON.parse(body.toString('utf8')) as SendBody;
      poster.post({ appId, openid: touser, templateId: template_id, msgid });
    }
    return `{"errcode":0,"errmsg":"ok","msgid":${msgid}}`;
  };
  const read = (): UpstreamReading => ({ ...book.read(), events: readEvents(poster) });
  const until = async (isDone: () => boolean, count: number, limitMs: number): Promise<void> => {
    const endAt = Date.now() + limitMs;
    while (!isDone()) {
      if (Date.now() > endAt) throw lateError(read(), count, limitMs);
      await delay(LOOK_MS);
    }
  };

  return {
    answer(message, late) {
      if (!message.head.startsWith(`POST ${SEND}`)) return answerRarely(message);
      const json = acceptSend(message);
      if (settings.delayMs === 0) return json;
      setTimeout(() => late(json), settings.delayMs);
      return null;
    },
    configure(next) {
      settings = next;
      poster?.close();
      poster = next.events === null ? null : createEventPoster(next.events);
    },
    reset: book.reset,
    read,
    delayOf: book.delayOf,
    waitForSends: (count, limitMs) => until(() => book.count() >= count, count, limitMs),
    async waitFor(count, limitMs) {
      const isDone = (): boolean => book.count() >= count && (poster?.pending() ?? 0) === 0;
      await until(isDone, count, limitMs);
      return read();
    },
  };
}

const readEvents = (poster: EventPoster | null): UpstreamReading['events'] => ({
  posted: poster?.posted() ?? 0,
  pending: poster?.pending() ?? 0,
  givenUp: poster?.givenUp() ?? 0,
});

function lateError({ all, events }: UpstreamReading, count: number, limitMs: number): Error {
  return new Error(
    `${String(all.count)} of ${String(count)} sends came in within ${String(limitMs)} ms; events: ${String(events.posted)} posted, ${String(events.pending)} under way.`,
  );
}

type SendBody = { touser: string; template_id: string };

function appOf(head: string): string {
  return /access_token=bench-token-([\w-]+)/.exec(head)?.[1] ?? 'unknown';
}

/** Token, templates, quota and log-in: what a code is worth is the openid itself. */
function answerRarely({ head, body }: HttpMessage): string {
  const { pathname, searchParams } = new URL(head.split(' ', 2)[1] ?? '/', 'http://upstream');
  switch (pathname) {
    case '/cgi-bin/stable_token': {
      const { appid } = JSON.parse(body.toString('utf8')) as { appid: string };
      return JSON.stringify({ access_token: `${TOKEN_PREFIX}${appid}`, expires_in: 7_200 });
    }
    case '/wxaapi/newtmpl/gettemplate':
      return JSON.stringify({ errcode: 0, errmsg: 'ok', data: [benchTemplate] });
    case '/sns/jscode2session':
      return JSON.stringify({ openid: searchParams.get('js_code'), session_key: 'a'.repeat(24) });
    case '/cgi-bin/openapi/quota/get':
      return JSON.stringify({
        errcode: 0,
        errmsg: 'ok',
        quota: { daily_limit: 1_000_000_000, used: 0, remain: 1_000_000_000 },
        rate_limit: { call_count: 1_000_000_000, refresh_second: 60 },
      });
    default:
      return JSON.stringify({ errcode: 40066, errmsg: 'invalid url' });
  }
}
