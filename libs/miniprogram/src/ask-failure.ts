/** Why an ask brought no answers; nothing was granted then (wechat-facts 4.1). */
export type AskFailure =
  | 'nothing-to-ask'
  | 'busy'
  | 'not-a-tap'
  | 'network'
  | 'in-background'
  | 'unknown-template'
  | 'mixed-kinds'
  | 'device-template'
  | 'too-many'
  | 'switched-off'
  | 'barred'
  | 'unsupported'
  | 'unknown';

const byCode: Record<number, AskFailure> = {
  10001: 'nothing-to-ask',
  10002: 'network',
  10003: 'network',
  10004: 'unknown-template',
  10005: 'in-background',
  20001: 'unknown-template',
  20002: 'mixed-kinds',
  20003: 'too-many',
  20004: 'switched-off',
  20005: 'barred',
  20013: 'device-template',
};

/** The reason behind what wx.requestSubscribeMessage failed with. */
export function readAskFailure(error: unknown): AskFailure {
  // A base library before 2.4.4 does not have the method.
  if (error instanceof TypeError) return 'unsupported';
  const { errCode = 0, errMsg = '' } = Object(error) as { errCode?: number; errMsg?: string };
  const bySaying = /not ended/i.test(errMsg) ? 'busy' : 'unknown';
  const { [errCode]: reason = /TAP gesture/i.test(errMsg) ? 'not-a-tap' : bySaying } = byCode;
  return reason;
}
