// Sends one push with Node.js 20 (nothing to install) and waits for its end.
// Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
const { YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID } = process.env;
const headers = { authorization: `Bearer ${YUEXIN_KEY}`, 'content-type': 'application/json' };
const delay = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** One answer; `json` is null when it is none, `status` is 0 when there is no answer. */
async function ask(path, request) {
  try {
    const response = await fetch(YUEXIN_URL + path, {
      ...request,
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: readJson(text) };
  } catch {
    return { status: 0, headers: new Map(), json: null };
  }
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent. */
async function call(path, request) {
  for (let tried = 0; ; tried += 1) {
    const { status, headers, json } = await ask(path, request);
    const isTaken = status >= 200 && status < 300;
    if (isTaken && json !== null) return json;
    // `retryable` says whether waiting helps; `errors` names everything that is wrong. A proxy's answer has neither.
    const mayPass = status === 0 || isTaken || status >= 500 || status === 408 || status === 429;
    if (!(json?.retryable ?? mayPass) || tried === 5)
      throw new Error(`No success (${status}): ${JSON.stringify(json)}`);
    const wait = headers.get('retry-after') ?? '';
    // Without an answer nobody knows whether the request arrived: ask again with the same key.
    await delay(/^\d+$/.test(wait) ? Number(wait) : 2 ** tried);
  }
}

const push = await call('/v1/pushes', {
  method: 'POST',
  headers: { ...headers, 'idempotency-key': `"${ORDER_ID}"` },
  body: JSON.stringify({
    appId: APP_ID,
    templateId: TEMPLATE_ID,
    to: { phone: PHONE },
    data: { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨' },
    page: 'pages/goods/detail?id=42',
    bizId: ORDER_ID,
  }),
});
console.log(JSON.stringify(await call(`/v1/pushes/${push.id}?wait=10`, { headers })));
