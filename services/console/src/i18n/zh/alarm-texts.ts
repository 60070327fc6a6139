/** What an alarm is about, by its code, or by what stands before the colon of one. An errcode's words are in its table. */
export const alarmTexts: Readonly<Record<string, string>> = {
  'token-refused': '微信不发放令牌',
  'token-conflict': '令牌与另一个系统互相顶替',
  'template-drift': '模板在微信后台被改动',
  'events-refused': '微信推送的事件被拒收',
  'quota-forecast': '照此速度，当日配额会用完',
  'wechat-unreachable': '连不上微信',
  'webhook-disabled': '回调端点已停用',
  'wechat-refused-login': '微信拒绝了登录请求',
  'wechat-refused-template-sync': '微信拒绝了模板同步',
  'wechat-refused-token-refresh': '微信拒绝了令牌刷新',
};
