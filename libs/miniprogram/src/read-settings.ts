import { callWx } from './call-wx.ts';
import type { Tell } from './problem.ts';
import { isAccept } from './read-results.ts';
import type { SubscriptionsSetting, WxApi } from './wx-api.ts';

type Told = { subscriptionsSetting: SubscriptionsSetting };

/** What the user has settled for good. `accepted` does not mean that a grant is there (wechat-facts 4.2). */
export type Settings = {
  /** False: the user has switched all subscription messages of this mini program off. */
  mainSwitch: boolean;
  /** Templates with "always accept". */
  accepted: string[];
  /** Templates with a standing reject, and those that WeChat has barred: asking for them shows nothing. */
  rejected: string[];
};

/** A snapshot of the user's settings; null when WeChat does not tell. Never rejects. */
export async function readSettings(deps: {
  wx: Pick<WxApi, 'getSetting'>;
  tell: Tell;
}): Promise<Settings | null> {
  const said = await callWx(deps.wx, 'getSetting', { withSubscriptions: true });
  if (!said.value) deps.tell('settings', said.error);
  const { subscriptionsSetting } = Object(said.value) as Partial<Told>;
  if (!subscriptionsSetting) return null;
  const { mainSwitch, itemSettings = {} } = subscriptionsSetting;
  const ids = Object.keys(itemSettings);
  return {
    mainSwitch,
    accepted: ids.filter((id) => isAccept(itemSettings[id])),
    rejected: ids.filter((id) => !isAccept(itemSettings[id])),
  };
}
