// Sends one push with Node.js 20 (nothing to install) and waits for its end.
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
const { YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID } = process.env;
const headers = { authorization: `Bearer ${YUEXIN_KEY}`, 'content-type': 'application/json' };
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent. */
async function send(push, idempotencyKey, triesLeft = 5) {
  let retryAfterSeconds = 1;
  try {
    const response = await fetch(`${YUEXIN_URL}/v1/pushes`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': `"${idempotencyKey}"` },
      body: JSON.stringify(push),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    // `retryable` says whether waiting helps; `errors` names everything that is wrong with the request.
    if (!answer.retryable || triesLeft === 0)
      throw new Error(JSON.stringify(answer), { cause: 'refused' });
    retryAfterSeconds = Number(response.headers.get('retry-after') ?? 1);
  } catch (error) {
    if (error.cause === 'refused' || triesLeft === 0) throw error;
  }
  await delay(retryAfterSeconds * 1000);
  return send(push, idempotencyKey, triesLeft - 1);
}

const push = await send(
  {
    appId: APP_ID,
    templateId: TEMPLATE_ID,
    to: { phone: PHONE },
    data: { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨' },
    page: 'pages/goods/detail?id=42',
    bizId: ORDER_ID,
  },
  ORDER_ID,
);
const ended = await fetch(`${YUEXIN_URL}/v1/pushes/${push.id}?wait=10`, { headers });
console.log(JSON.stringify(await ended.json()));
