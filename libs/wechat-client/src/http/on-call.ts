/** One finished call to WeChat, for metrics. `result` is the kind of a CallResult or of an Outcome. */
export type WechatCall = {
  /** Path, e.g. /cgi-bin/message/subscribe/send. */
  endpoint: string;
  result: 'ok' | 'accepted' | 'refused' | 'unreachable' | 'not-sent' | 'unconfirmed';
  errcode: number | null;
  httpStatus: number | null;
  durationMs: number;
};

export type OnCall = (call: WechatCall) => void;
