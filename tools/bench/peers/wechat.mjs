import { Pool } from 'undici';

const url = new URL(process.env.WECHAT_URL);
const concurrency = Number(process.env.CONCURRENCY);
const pool = new Pool(url.origin, { connections: concurrency, pipelining: 1 });

/** The n-th message, as a job carries it; from a stamp the upstream reckons how long it took to get there. */
export const messageOf = (number, stamp) => ({
  touser: `o-bench-${String(number).padStart(8, '0')}`,
  template_id: 'bench0goods0matched0reminder0for0drivers0x1',
  page: `pages/goods/detail?${stamp === undefined ? 'id=42' : `stamp=${stamp.toFixed(3)}`}`,
  data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } },
  miniprogram_state: 'formal',
  lang: 'zh_CN',
});

/** The one HTTP call, by the fastest client there is: all that do not choose another use it. */
export async function sendMessage(message) {
  const { body } = await pool.request({
    method: 'POST',
    path: '/cgi-bin/message/subscribe/send?access_token=bench-token-wxpeer',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(message)),
  });
  // Losslessly: msgid has 19 digits.
  const text = await body.text();
  return { errcode: JSON.parse(text).errcode, msgid: /"msgid":(\d+)/.exec(text)?.[1] ?? null };
}
