import type { PushStateWords } from './push-state-words.ts';

const lateProof = '先前一次尝试的迟到证据';
const expires = '`expiresAt`：expired';

export const chinesePushStateWords: PushStateWords = {
  intro: `# 推送的状态

[English](push-states.md)

由 \`libs/domain/src/push-transitions.ts\` 中的表经 \`npm run docs\` 画出；两者不一致时测试会失败。

各状态的意思：\`scheduled\` 定时、\`parked\` 停放、\`queued\` 已排队、\`sending\` 正在发给微信、\`retrying\` 稍后再试、\`unconfirmed\` 未确认、
\`sent\` 已发送（微信已受理）、\`dead\` 死信、\`expired\` 已过期、\`cancelled\` 已取消。
`,
  begins: { scheduled: 'sendAt 未到', queued: '已受理', parked: '没有授权' },
  ways: {
    scheduled: {
      queued: '到点',
      parked: '到点，没有授权',
      sent: lateProof,
      dead: '到点，没有授权，且不停放',
      expired: '',
      cancelled: '',
    },
    parked: {
      scheduled: '收件人在 sendAt 之前登录',
      queued: '有了授权',
      sent: lateProof,
      dead: '收件人登录了，没有授权，且不停放',
      expired: '',
      cancelled: '',
    },
    queued: {
      sending: '被领取',
      parked: '被领取，没有授权',
      unconfirmed: '被领取，先前一次尝试又成疑',
      sent: lateProof,
      dead: '被领取，没有授权，且不停放',
      expired: '',
      cancelled: '',
    },
    sending: {
      sent: 'errcode 0',
      retrying: '未发出，或暂时被拒',
      queued: '租约到期，且选择了 resend',
      parked: '43101',
      unconfirmed: '回答丢失',
      dead: '被拒绝',
      expired: '下一次尝试会太晚',
    },
    retrying: {
      queued: '到点',
      sending: '被领取',
      parked: '到点，没有授权',
      unconfirmed: '被领取，先前一次尝试又成疑',
      sent: lateProof,
      dead: '被领取，没有授权，且不停放',
      expired: '',
      cancelled: '',
    },
    unconfirmed: {
      sent: '证据或裁定：已送达',
      queued: '证据或裁定：未发出',
      retrying: '迟到的回答：暂时被拒',
      parked: '迟到的回答：43101',
      dead: '证据、迟到的回答、裁定或到期',
      expired: '迟到的回答：下一次尝试会太晚',
    },
    sent: {},
    dead: {
      queued: '重放',
      parked: '重放，没有授权',
      sent: '已放弃，之后证明已送达',
      cancelled: '被运维丢弃',
    },
    expired: {},
    cancelled: {},
  },
  columns: ['状态', '等待什么', '最迟怎样结束'],
  waits: {
    scheduled: { what: '它的 `sendAt`', limit: expires },
    parked: { what: '授权，或收件人登录', limit: expires },
    queued: { what: '一个 worker', limit: expires },
    sending: { what: '微信的回答', limit: '租约到期：unconfirmed' },
    retrying: { what: '重试间隔结束', limit: expires },
    unconfirmed: {
      what: '微信的事件、一段沉默，或有人裁定',
      limit: '`expiresAt`：dead，其授权按已用掉计',
    },
  },
  end: `处于 \`scheduled\`、\`parked\`、\`queued\`、\`retrying\` 的推送可以取消；处于 \`sending\`、\`unconfirmed\` 的可能已经在路上，取消会得到 409。
\`sent\` 一直是 \`sent\`：微信事件后来说了什么，在 \`delivery\` 里。\`dead\` 到此为止，除非运维重放它或丢弃它（\`cancelled\`，原因 \`discarded\`）；
如果放弃时没有人知道它是否送达（原因为 \`unconfirmed\`、由运维裁定，或之后的一次尝试被微信拒绝），一旦微信说它已送达，它就成为 \`sent\`。
`,
};
