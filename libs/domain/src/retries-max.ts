/** Back-offs a push may use up before it is a dead letter (wechat-facts 2.3, -1: WxJava tries 5 times; keep them few). */
export const RETRIES_MAX = 5;

/** Attempts that may meet 43108 for nothing; from then on each counts as a retry. */
export const SLOT_ATTEMPTS_MAX = 20;

/** Sends in a row that never left before an operator is told that WeChat cannot be reached. */
export const NOT_SENT_ALARM_AT = 5;
