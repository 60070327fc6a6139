import type { PauseEnd } from './errcode-policy.ts';
import type { ErrcodeWords } from './errcode-words.ts';

const sayEnd = (end: PauseEnd): string => {
  if (end === null) return '，直到有人处理好并恢复该小程序';
  if (end === 'next-minute') return '到下一分钟';
  if (end === 'next-day') return '到北京时间 00:00 过后几分钟';
  return end.minutes % 60 === 0 ? ` ${end.minutes / 60} 小时` : ` ${end.minutes} 分钟`;
};

export const chineseErrcodeWords: ErrcodeWords = {
  intro: `# 微信的 errcode 对推送意味着什么

[English](errcodes.md)

由 \`libs/domain\` 中的策略表经 \`npm run docs\` 生成；两者不一致时测试会失败。

“接口”说明哪个接口会返回该码：\`all\`（全部）、\`send\`（subscribe/send）、\`token\`（获取凭证）、\`login\`（登录）、\`templates\`（模板）、
\`quota\`（额度）、\`checks\`（内容安全）、\`other\`（公众号、第三方平台、服务卡片）。\`send\` 以外的各行说明的是：如果 subscribe/send 返回了该码会怎样。
40001 出现两次：\`token\` 一行适用于微信拒绝发放凭证的情形。

表中没有的码：再试一次；仍然如此则进入死信（dead），原因为 \`unknown-errcode\`，并告警。HTTP 层的失败不是 errcode：
能证明请求没有发出的，算**未发出**，会再试；其余丢失了回答的，一律是**未确认**（unconfirmed）。
`,
  columns: ['errcode', '接口', '类别', '怎样处理', '授权', '告警', '原因码', '含义'],
  abouts: {
    token: '凭证',
    data: '数据',
    user: '用户',
    quota: '额度',
    template: '模板',
    wechat: '微信',
    configuration: '配置',
    login: '登录',
    success: '成功',
  },
  actions: {
    accept: '已发送（sent）',
    'already-sent': '已发送（sent）：微信已有这条消息',
    'refresh-token': '换取新凭证后再试；连续 3 次被拒，小程序暂停 5 分钟',
    retry: '逐次延长间隔，最多再试 5 次；仍然失败则为死信（dead）',
    'retry-once': '再试一次；仍然失败则为死信（dead）',
    'retry-slot': '2 秒内再试，不占用重试次数',
    'pause-template': '死信（dead）；模板暂停',
    'no-grant':
      '停放（parked），推送要求不停放时为死信（dead）；若此前有未确认的尝试，则为已发送（sent）',
    dead: '死信（dead）',
    unconfirmed: '未确认（unconfirmed）：等待证据',
  },
  grants: {
    spend: '已用掉',
    release: '归还',
    keep: '保留占用',
    'void-key': '该用户在该模板下的授权全部作废',
  },
  alarms: '是',
  sayPause: (end) => `推送等待，小程序暂停${sayEnd(end)}`,
  forGood: '；重放时保持死信',
  metAgain: '；同一推送再次遇到则为死信（dead）',
};
