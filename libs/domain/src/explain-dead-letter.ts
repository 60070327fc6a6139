import type { ErrcodeAbout, ErrcodePolicy } from './errcodes/errcode-policy.ts';
import { policyForErrcode } from './errcodes/errcode-table.ts';

type Text = { en: string; zh: string };
/** Why pushes died and what an operator can do about it, in English and Chinese. */
export type DeadLetterAdvice = { meaning: Text; advice: Text };

/** What to do about an errcode follows from what it is about: who can mend it. */
const adviceAbout: Record<ErrcodeAbout, Text> = {
  token: {
    en: 'Check the app’s secret and whether another system refreshes its token; then replay.',
    zh: '检查小程序密钥，以及是否有其他系统在刷新同一 token；修复后重放。',
  },
  data: {
    en: 'Correct it at the caller and push anew. A replay sends the same request: it is refused again unless the template or page was mended meanwhile.',
    zh: '请在调用方修正后重新推送。重放发送的仍是同一请求：除非模板或页面此后已修复，否则仍会被拒。',
  },
  user: {
    en: 'Only the user can change this. With a new grant a replay goes out; without one it parks.',
    zh: '只有用户能改变此状态。用户再次授权后重放即可发出；没有授权时重放会停放等待。',
  },
  quota: {
    en: 'Wait until the quota allows sending again; then replay, at a low rate.',
    zh: '等配额恢复后，以较低速率重放。',
  },
  template: {
    en: 'Mend the template in WeChat’s console and sync the templates; then resume it and replay.',
    zh: '在微信后台修复模板并同步模板，恢复模板后再重放。',
  },
  wechat: {
    en: 'A fault at WeChat. Replay when it serves again.',
    zh: '微信侧故障。待其恢复后重放。',
  },
  configuration: {
    en: 'Mend the app’s configuration in WeChat’s console and resume the app; then replay.',
    zh: '在微信后台修正小程序配置并恢复应用，然后重放。',
  },
  login: {
    en: 'An answer of another interface. Look at the attempts before a replay.',
    zh: '其他接口的返回码。重放前请先查看发送记录。',
  },
  success: {
    en: 'WeChat has it already: nothing to do.',
    zh: '微信已收到，无需处理。',
  },
};

/** The recipient, and not what the user may grant, is at fault: what is refused for good. */
const wrongRecipient: Text = {
  en: 'The openid was mistyped, or comes from another mini program: an openid holds for one app only. A replay would be refused again and leaves it dead: find the user’s openid of this app (a login or an import brings it) and push anew.',
  zh: 'openid 有误，或来自其他小程序（openid 仅在同一小程序内有效）。重放仍会被拒，因此保持死信：请取得该用户在本小程序的 openid（登录或导入）后重新推送。',
};

/** Either is at fault: the recipient, which no replay mends, or the app. */
const mismatch: Text = {
  en: 'Where it meets single users, their openids come from another mini program: find those of this app (a login or an import brings them) and push anew. Where it meets many, the app lacks the ability: mend that in WeChat’s console, then replay.',
  zh: '如果只有个别用户，其 openid 来自其他小程序：请取得他们在本小程序的 openid（登录或导入）后重新推送。如果用户很多，则小程序无此能力：请在微信后台处理后重放。',
};

const ofReason: Readonly<Record<string, DeadLetterAdvice>> = {
  'no-grant': {
    meaning: {
      en: 'The user had no grant left, and the push was not to be parked.',
      zh: '用户没有剩余授权，且该推送不允许停放。',
    },
    advice: adviceAbout.user,
  },
  unconfirmed: {
    meaning: {
      en: 'The request left and nobody learned whether WeChat sent the message.',
      zh: '请求已发出，但无法得知微信是否已送达。',
    },
    advice: {
      en: 'A replay may deliver it twice: it is left out unless you ask for it (mayDuplicate).',
      zh: '重放可能重复送达：除非明确要求（mayDuplicate），否则不会重放。',
    },
  },
  'recipient-erased': {
    meaning: { en: 'The recipient was erased.', zh: '收件人已被删除。' },
    advice: { en: 'There is nobody to send it to.', zh: '已无接收者，无需处理。' },
  },
};

/** The same for pushes that ended in another way than dead, or that wait. */
const ofOtherEnds: Readonly<Record<string, DeadLetterAdvice>> = {
  expired: {
    meaning: {
      en: 'Its time to live was over before it could be sent.',
      zh: '有效期内没有发出。',
    },
    advice: {
      en: 'Look whether users allow too seldom or pushes live too short; push anew what still matters.',
      zh: '看是用户允许得太少，还是有效期太短；仍有意义的请重新推送。',
    },
  },
  cancelled: {
    meaning: { en: 'A caller or an operator cancelled it.', zh: '由业务系统或操作员取消。' },
    advice: { en: 'Nothing to do.', zh: '无需处理。' },
  },
  discarded: {
    meaning: { en: 'An operator gave the dead letter up.', zh: '死信由操作员放弃。' },
    advice: {
      en: 'Nothing to do; why is in its timeline and in the audit.',
      zh: '无需处理；原因见推送的时间线与审计。',
    },
  },
  superseded: {
    meaning: {
      en: 'A newer push took its place (replaces).',
      zh: '已被较新的推送取代（replaces）。',
    },
    advice: { en: 'Nothing to do.', zh: '无需处理。' },
  },
  'quiet-hours': {
    meaning: {
      en: 'It was dropped in the quiet hours of the app’s sending rules, or expired while it waited for their end.',
      zh: '在发送规则的静默时段被丢弃，或在等待时段结束时过期。',
    },
    advice: {
      en: 'Where it should have come, mend the rules, let pushes live longer, or mark what cannot wait (isUrgent).',
      zh: '如果本应送达，请修改规则、延长有效期，或把不能等待的推送标为 isUrgent。',
    },
  },
  'frequency-cap': {
    meaning: {
      en: 'The user had had as many messages as the app’s sending rules allow.',
      zh: '该用户收到的消息已达到发送规则的上限。',
    },
    advice: {
      en: 'Where it should have come, mend the cap, or have fewer, weightier messages sent.',
      zh: '如果本应送达，请调整上限，或少发一些更重要的消息。',
    },
  },
  'not-sent': {
    meaning: {
      en: 'WeChat could not be reached, so often that no try is left.',
      zh: '多次无法连接微信，重试次数已用完。',
    },
    advice: {
      en: 'Check the network from the workers to WeChat (npm run doctor); then replay.',
      zh: '检查 worker 到微信的网络（npm run doctor），然后重放。',
    },
  },
  'retries-exhausted': {
    meaning: { en: 'It was tried often enough.', zh: '重试次数已用完。' },
    advice: {
      en: 'See in its attempts what kept failing; replay once that is over.',
      zh: '在发送记录里看反复失败的原因，恢复后重放。',
    },
  },
  'recipient-unknown': {
    meaning: {
      en: 'Nobody has logged in with this phone or unionid yet.',
      zh: '还没有人用这个手机号或 unionid 登录过。',
    },
    advice: {
      en: 'It goes out once that user logs in to the mini program.',
      zh: '该用户登录小程序后自动发出。',
    },
  },
  'verdict-dead': {
    meaning: {
      en: 'By an operator’s verdict it was not delivered, and was given up.',
      zh: '操作员裁定未送达，并已放弃。',
    },
    advice: { en: 'Replay it if it still matters.', zh: '仍有意义时可以重放。' },
  },
};

const unknownReason: DeadLetterAdvice = {
  meaning: { en: 'It ended for a reason of its own.', zh: '因其自身原因终止。' },
  advice: {
    en: 'Look at the timeline of the sample before a replay.',
    zh: '重放前请先查看示例推送的时间线。',
  },
};

/** What the group of dead letters with this reason and errcode is about. Total. */
export function explainDeadLetter(cause: {
  reason: string;
  errcode: number | null;
}): DeadLetterAdvice {
  const { reason, errcode } = cause;
  if (reason === 'unconfirmed' || errcode === null)
    return ofReason[reason] ?? ofOtherEnds[reason] ?? unknownReason;
  const policy = policyForErrcode(errcode);
  const { en, zh } = policy;
  return { meaning: { en, zh }, advice: adviceOn(policy) };
}

function adviceOn({ about, isForGood, reason }: ErrcodePolicy): Text {
  if (isForGood === true) return wrongRecipient;
  return reason === 'invalid-openid' ? mismatch : adviceAbout[about];
}
