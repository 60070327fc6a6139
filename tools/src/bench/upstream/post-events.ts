import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createHttpSender, type HttpSender } from '../load/http-sender.ts';

/** Where the sent events of each app go: `url` holds `{appId}`. */
export type EventTarget = { url: string; messageToken: string };

export type SentEvent = { appId: string; openid: string; templateId: string; msgid: string };

export type EventPoster = {
  post(event: SentEvent): void;
  /** Posted and answered. */
  posted(): number;
  /** Not taken at the third try: WeChat gives up then. */
  givenUp(): number;
  /** Under way or waiting. */
  pending(): number;
  close(): void;
};

const CONNECTIONS = 32;
const TRIES = 3;
const AGAIN_MS = 1_000;
const NONCE = '1320562132';

/** Posts one sent event for each message, as WeChat does (an event names one user): plain mode, JSON, signed, three tries. */
export function createEventPoster(target: EventTarget): EventPoster {
  const { origin } = new URL(target.url.replace('{appId}', 'x'));
  const sender = createHttpSender({ origin, connections: CONNECTIONS });
  const sign = createSigner(target.messageToken);
  let pending = 0;
  let posted = 0;
  let givenUp = 0;
  const deliver = async (event: SentEvent): Promise<void> => {
    const body = JSON.stringify(bodyOf(event));
    for (let tries = 1; tries <= TRIES; tries += 1) {
      const { pathname } = new URL(target.url.replace('{appId}', event.appId));
      if (await isTaken(sender, `${pathname}?${sign()}`, body)) {
        posted += 1;
        return;
      }
      await delay(AGAIN_MS);
    }
    givenUp += 1;
  };
  return {
    post(event) {
      pending += 1;
      void deliver(event).finally(() => (pending -= 1));
    },
    posted: () => posted,
    givenUp: () => givenUp,
    pending: () => pending,
    close: () => sender.close(),
  };
}

async function isTaken(sender: HttpSender, path: string, body: string): Promise<boolean> {
  const headers = ['Content-Type: application/json'];
  return sender.send({ method: 'POST', path, headers, body }).then(
    ({ status }) => status === 200,
    () => false, // The api was stopped or is full: WeChat would try again.
  );
}

/** One signature a second: it covers token, time and nonce, not the body. */
function createSigner(token: string): () => string {
  let signedAt = 0;
  let query = '';
  return () => {
    const now = Math.floor(Date.now() / 1_000);
    if (now === signedAt) return query;
    signedAt = now;
    const text = [token, String(now), NONCE].sort().join('');
    const signature = createHash('sha1').update(text).digest('hex');
    query = `signature=${signature}&timestamp=${String(now)}&nonce=${NONCE}`;
    return query;
  };
}

const bodyOf = ({ openid, templateId, msgid }: SentEvent) => ({
  ToUserName: 'gh_0123456789ab',
  FromUserName: openid,
  CreateTime: Math.floor(Date.now() / 1_000),
  MsgType: 'event',
  Event: 'subscribe_msg_sent_event',
  List: { TemplateId: templateId, MsgID: msgid, ErrorCode: '0', ErrorStatus: 'success' },
});
