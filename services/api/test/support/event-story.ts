import type { Outcome } from '@yuexin/domain';

/** What became of one send, at WeChat and for us. */
export type Fate = {
  outcome: Outcome;
  /** The sent event WeChat posts, unless it is lost for good. */
  event: { msgid: string; isDelivered: boolean } | null;
};
export type StoryUser = {
  openid: string;
  grants: number;
  sends: Fate[];
  /** Pushes that wait for a grant. */
  parked: number;
  taps: { requestId: string; second: number; isReported: boolean; isWitnessed: boolean }[];
  isRevoking: boolean;
};
/** An event as WeChat would post it; `after`: the send it tells of has begun. */
export type StoryEvent = { openid: string; after: number | null; body: string };
export type Story = { users: StoryUser[]; events: StoryEvent[] };

/** mulberry32: the same numbers for the same seed, on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const lost: Outcome = { kind: 'unconfirmed', cause: 'timeout', httpStatus: null };
const refused = (errcode: number): Outcome => ({
  kind: 'refused',
  errcode,
  errmsg: 'refused',
  rid: null,
});

function drawFate(random: () => number, msgid: string): Fate {
  const event = { msgid, isDelivered: random() < 0.85 };
  const isHeard = random() < 0.85;
  const draw = random();
  if (draw < 0.45) return { outcome: { kind: 'accepted', msgid }, event: isHeard ? event : null };
  if (draw < 0.55)
    return { outcome: { kind: 'accepted', msgid: null }, event: isHeard ? event : null };
  if (draw < 0.8) return { outcome: lost, event: isHeard ? event : null };
  if (draw < 0.9) return { outcome: lost, event: null };
  return { outcome: refused(47003), event: null };
}

/** A town of users who tap, get messages and revoke, and everything WeChat tells of them. Times are around `now`. */
export function writeStory(input: {
  seed: number;
  users: number;
  templateId: string;
  now: Date;
}): Story {
  const { seed, templateId, now } = input;
  const random = seededRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const story: Story = { users: [], events: [] };

  const post = (
    of: Pick<StoryEvent, 'openid' | 'after'>,
    second: number,
    kind: string,
    item: object,
  ) =>
    story.events.push({
      ...of,
      body: JSON.stringify({
        ToUserName: 'gh_1',
        FromUserName: of.openid,
        CreateTime: second,
        MsgType: 'event',
        Event: kind,
        List: { TemplateId: templateId, ...item },
      }),
    });

  const writeSends = (user: StoryUser, index: number): void => {
    const { openid } = user;
    const sends = 1 + whole(3);
    for (let send = 0; send < sends; send += 1) {
      const fate = drawFate(random, `${index}00${send}`);
      user.sends.push(fate);
      if (fate.event === null) continue;
      const { msgid, isDelivered } = fate.event;
      const told = isDelivered
        ? { ErrorCode: '0', ErrorStatus: 'success' }
        : { ErrorCode: '1', ErrorStatus: 'failed' };
      // It bears a time later than every send of the story: of a key's silent sends nobody can see from it which is meant.
      // So that it is true, it comes after the last of them has begun, unless the answer names it.
      const isNamed = fate.outcome.kind === 'accepted' && fate.outcome.msgid !== null;
      const item = { MsgID: msgid, ...told };
      const after = isNamed ? send : sends - 1;
      post({ openid, after }, nowSeconds + 600 + send, 'subscribe_msg_sent_event', item);
    }
    user.grants = user.sends.length + whole(2);
  };

  for (let at = 0; at < input.users; at += 1) {
    const openid = `o-story-${at}`;
    const user: StoryUser = {
      openid,
      grants: 0,
      sends: [],
      parked: 0,
      taps: [],
      isRevoking: false,
    };
    story.users.push(user);
    if (at % 3 < 2) {
      writeSends(user, at);
      continue;
    }
    user.isRevoking = random() < 0.3;
    user.parked = user.isRevoking ? 0 : whole(3);
    for (let tap = 0; tap <= whole(3); tap += 1) {
      const second = nowSeconds - 900 + tap * 200;
      const isReported = random() < 0.6;
      const isWitnessed = !isReported || random() < 0.7;
      user.taps.push({ requestId: `tap-${tap}`, second, isReported, isWitnessed });
      const item = { SubscribeStatusString: 'accept', PopupScene: '0' };
      if (isWitnessed) post({ openid, after: null }, second, 'subscribe_msg_popup_event', item);
    }
    if (user.isRevoking) {
      const item = { SubscribeStatusString: 'reject' };
      post({ openid, after: null }, nowSeconds - 100, 'subscribe_msg_change_event', item);
    }
  }
  return story;
}
