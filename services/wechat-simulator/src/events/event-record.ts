import type { SimApp } from '../ledger/sim-app.ts';
import type { WechatEvent } from './wechat-event.ts';

export type EventOutcome = 'waiting' | 'delivered' | 'lost' | 'dropped' | 'no-url';

/** An event and what became of it. */
export type EventRecord = {
  seq: number;
  appId: string;
  openid: string;
  event: WechatEvent;
  fault: string | null;
  outcome: EventOutcome;
  tries: { at: string; status: number | null; error: string | null }[];
};

export const createEventRecord = (input: {
  seq: number;
  app: SimApp;
  event: WechatEvent;
  fault: string | null;
}): EventRecord => ({
  seq: input.seq,
  appId: input.app.settings.appId,
  openid: input.event.fromUserName,
  event: input.event,
  fault: input.fault,
  outcome: 'waiting',
  tries: [],
});
