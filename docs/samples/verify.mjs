// Takes callbacks with Node.js 20 (nothing to install) and believes those that Yuexin signed: node verify.mjs
// Needs: WEBHOOK_SECRET (whsec_…), PORT. With the npm package: `verifyWebhook` of @yuexin/client.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
if (key.length === 0) throw new Error('WEBHOOK_SECRET is no secret');
const TOLERANCE_SECONDS = 300;

/** Whether Yuexin sent this. `body`: the bytes as they came, not JSON that was parsed and written again. */
function isGenuine(headers, body) {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  // An old callback may be somebody's recording.
  if (!/^\d{1,15}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
  const expected = Buffer.from(`v1,${signed.digest('base64')}`);
  // There are two signatures while a secret is rotated: one that fits is enough. Compared in constant time.
  return (headers['webhook-signature'] ?? '').split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isGenuine(request.headers, body)) {
    response.writeHead(400).end();
    return;
  }
  const callback = JSON.parse(body.toString());
  // Keep webhook-id: the same callback may come twice. Answer first (15 s at most), work afterwards.
  console.log(request.headers['webhook-id'], callback.type, callback.data.id);
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
