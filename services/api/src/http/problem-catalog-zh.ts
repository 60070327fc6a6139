import type { ErrorCode } from '@yuexin/errors';

/** The words of problem-catalog.ts in Chinese, for the pages at /problems. */
export const problemCatalogZh = {
  'invalid-request': {
    title: '请求不合规则',
    meaning: '请求体、路径或查询参数违反了规则。什么也没有保存。',
    whatToDo:
      '看 `errors`：每一项都有 JSON pointer 和规则，必要时还有上限与实际值。所有问题一次列全，改一遍就够。',
  },
  unauthenticated: {
    title: '没有有效的密钥',
    meaning: '请求没有带 API 密钥或会话令牌，或者它不存在、已失效。',
    whatToDo:
      '请带上 `Authorization: Bearer yx_…`。小程序带上次登录得到的会话令牌，过期后重新登录。',
  },
  forbidden: {
    title: '这把密钥无权这样做',
    meaning: '密钥有效，但没有这个调用所需的权限。',
    whatToDo: '换用带有 `detail` 所说权限的密钥，或请管理员签发一把。',
  },
  'csrf-token-missing': {
    title: '缺少控制台的令牌',
    meaning: '请求带着控制台的 cookie，又要改动数据，却没有带上这次会话的令牌。',
    whatToDo:
      '把 `GET /v1/console/session` 里的 `csrfToken` 放进 `X-CSRF-Token`。程序请用 `Authorization: Bearer yx_…`，不用 cookie。',
  },
  'not-found': {
    title: '找不到',
    meaning: '没有这样东西，或者它属于这把密钥管不到的小程序。',
    whatToDo: '核对 id，以及密钥绑定的小程序。',
  },
  conflict: {
    title: '当前状态不允许',
    meaning: '它已经存在，或者处于不能执行这个操作的状态。',
    whatToDo: '读取当前状态，再作决定。',
  },
  'no-grant': {
    title: '用户没有可用的授权',
    meaning:
      '推送要求 `onNoGrant: "reject"`，而这位用户对这个模板的授权都已用掉或已有去处。什么也没有保存。',
    whatToDo: '在小程序里再请用户授权，或改用 `onNoGrant: "park"`：有了授权会自动发出。',
  },
  'idempotency-in-flight': {
    title: '用这个键的第一个请求还没结束',
    meaning: '带同一个 Idempotency-Key 的请求尚未得到回答。',
    whatToDo: '过了 `Retry-After` 的时间，把同一个请求再发一次。',
  },
  'idempotency-key-reused': {
    title: '这个键已用于别的请求',
    meaning: '这个 Idempotency-Key 属于另一个请求体。',
    whatToDo: '新请求用新键；要重发，就用原来的键和完全相同的请求体。',
  },
  'template-data-invalid': {
    title: '数据不符合模板',
    meaning:
      '微信会以 errcode 47003 拒绝这条消息：有关键词缺失、为空、太长或类型不对。什么也没有保存。',
    whatToDo: '改正 `errors` 里列出的每个值；上限就是各关键词类型的上限。',
  },
  'template-unknown': {
    title: '小程序没有这个模板',
    meaning: '模板 ID 不在从微信同步来的模板之中。',
    whatToDo: '核对 ID；若刚添加，先用 POST /v1/apps/{appId}/templates/sync 同步。',
  },
  'recipient-unknown': {
    title: '没有人用这个地址登录过',
    meaning: '这个小程序里从未见过该 OpenID、手机号或 unionid。',
    whatToDo: '让用户先登录，或先导入用户；也可以用 `onUnknownRecipient: "park"` 等他登录。',
  },
  'login-code-invalid': {
    title: '微信不接受这个 code',
    meaning: 'code 已过期、已使用、类型不对，或属于另一个小程序。',
    whatToDo:
      '`code` 请重新调用 wx.login，`phoneCode` 请用户再点一次手机号按钮；每个 code 只用一次。',
  },
  'unsupported-media-type': {
    title: '请求体的类型不对',
    meaning: '这个调用不认识该内容类型或编码。',
    whatToDo:
      '请用 UTF-8，并带上 `Content-Type: application/json`；收件人文件用 `text/csv` 或 `application/x-ndjson`，不要压缩。',
  },
  'payload-too-large': {
    title: '请求体太大',
    meaning: '请求体最大 256 KiB，批量请求 4 MiB，收件人文件 64 MiB、100,000 行。',
    whatToDo: '把批量或文件拆小，或缩短 `metadata`。',
  },
  'rate-limited': {
    title: '请求太多',
    meaning: '`RateLimit-Policy` 里的额度已用完。',
    whatToDo: '等 `Retry-After` 的时间。',
  },
  overloaded: {
    title: '过载',
    meaning: '来的请求多于能保存的；这一个在做任何事之前就被挡回。',
    whatToDo: '等 `Retry-After` 的时间，用同一个 Idempotency-Key 再发。',
  },
  unavailable: {
    title: '暂时不可用',
    meaning: '数据库没有回答；需要微信的调用，则可能是微信没有回答。',
    whatToDo:
      '稍后用同一个 Idempotency-Key 再发。没有带键，就先看看是否已经做了（`GET /v1/pushes?bizId=…`）：丢的可能只是回答。',
  },
  'wechat-refused': {
    title: '微信拒绝了调用',
    meaning: '微信回答了一个等待无法解决的 errcode，多半是配置问题。',
    whatToDo: '看 `detail` 里的 errcode，检查小程序的密钥、权限和 IP 白名单。',
  },
  'internal-error': {
    title: '这边出了错',
    meaning: '约信自身的故障，已按请求 id 记入日志。',
    whatToDo: '用同一个 Idempotency-Key 再发；若一直如此，请报告请求 id。',
  },
} as const satisfies Record<ErrorCode, { title: string; meaning: string; whatToDo: string }>;
