/**
 * What the reminder's card shows. `on`: the next match will be told. `later`: the user said "not this time". `blocked`: only the settings
 * can allow it again, and only the user can open them.
 */
export type RemindState = 'off' | 'on' | 'later' | 'blocked' | 'failed';

export type RemindView = {
  state: RemindState;
  title: string;
  /** One sentence that explains: what will come, or why nothing will. */
  hint: string;
  /** The button's text; empty: no button, there is nothing to ask for. */
  button: string;
};

const words: Record<RemindState, Omit<RemindView, 'state'>> = {
  off: {
    title: '有匹配的货源时提醒我',
    hint: '允许一次，收到一条。不会有广告。',
    button: '提醒我',
  },
  on: { title: '已订阅', hint: '下一条匹配的货源会发到微信。', button: '' },
  later: { title: '好的，这次不提醒', hint: '想要时再点，我们不会追着问。', button: '提醒我' },
  blocked: {
    title: '提醒已被关闭',
    hint: '您在微信设置里关闭了这类消息，可以随时打开。',
    button: '去设置',
  },
  failed: { title: '没有订阅成功', hint: '网络不太好，请稍后再点一次。', button: '再试一次' },
};

export const remindView = (state: RemindState): RemindView => ({ state, ...words[state] });
