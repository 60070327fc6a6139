import { setTimeout as delay } from 'node:timers/promises';
import type { HttpMessage } from '../load/message-reader.ts';
import { benchTemplate } from './bench-template.ts';
import { createEventPoster, type EventPoster, type EventTarget } from './post-events.ts';
import { createSendTally, type SendTally, type TallyReading } from './send-tally.ts';

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

/** As much of WeChat as api and worker ask for; every send succeeds with a msgid of its own. */
export function createUpstream() {
  let settings: UpstreamSettings = { delayMs: 0, events: null };
  let poster: EventPoster | null = null;
  let all = createSendTally();
  let apps = new Map<string, SendTally>();
  // 19 digits, beyond what a double holds, as WeChat's are.
  let lastMsgid = 4_100_000_000_000_000_000n + BigInt(Date.now()) * 100_000n;

  const acceptSend = (message: HttpMessage): string => {
    const appId = appOf(message.head);
    all.add(message.body);
    let tally = apps.get(appId);
    if (tally === undefined) apps.set(appId, (tally = createSendTally()));
    tally.add(message.body);
    lastMsgid += 1n;
    const msgid = String(lastMsgid);
    if (poster !== null) {
      const { touser, template_id } = JSON.parse(message.body.toString('utf8')) as SendBody;
      poster.post({ appId, openid: touser, templateId: template_id, msgid });
    }
    return `{"errcode":0,"errmsg":"ok","msgid":${msgid}}`;
  };

  const read = (): UpstreamReading => ({
    all: all.read(),
    apps: Object.fromEntries([...apps].map(([appId, tally]) => [appId, tally.read()])),
    events: {
      posted: poster?.posted() ?? 0,
      pending: poster?.pending() ?? 0,
      givenUp: poster?.givenUp() ?? 0,
    },
  });

  return {
    answer(message: HttpMessage, late: (json: string) => void): string | null {
      if (!message.head.startsWith(`POST ${SEND}`)) return answerRarely(message);
      const json = acceptSend(message);
      if (settings.delayMs === 0) return json;
      setTimeout(() => late(json), settings.delayMs);
      return null;
    },
    configure(next: UpstreamSettings): void {
      settings = next;
      poster?.close();
      poster = next.events === null ? null : createEventPoster(next.events);
    },
    /** Begins to count anew. */
    reset(): void {
      all = createSendTally();
      apps = new Map();
    },
    read,
    /** Once so many sends have come in and no event is under way. Rejects when that takes longer. */
    async waitFor(count: number, limitMs: number): Promise<UpstreamReading> {
      const endAt = Date.now() + limitMs;
      while (all.count() < count || (poster?.pending() ?? 0) > 0) {
        if (Date.now() > endAt) throw lateError(read(), count, limitMs);
        await delay(LOOK_MS);
      }
      return read();
    },
  };
}

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
