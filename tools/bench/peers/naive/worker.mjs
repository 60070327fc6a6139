// Sends what is on the queue; a thrown error makes BullMQ try again.
import { UnrecoverableError, Worker } from 'bullmq';
import got from 'got';

const wechat = got.extend({
  prefixUrl: process.env.WECHAT_URL,
  timeout: { request: Number(process.env.TIMEOUT_MS ?? 10_000) },
});
const secrets = JSON.parse(process.env.APP_SECRETS);
const tokens = new Map();
const NEEDS_NEW_TOKEN = [40001, 40014, 42001];
const WILL_NOT_HELP = [40003, 40037, 41030, 43101, 47003];

async function tokenOf(appId) {
  const known = tokens.get(appId);
  if (known && known.expiresAt > Date.now()) return known.token;
  const json = { grant_type: 'client_credential', appid: appId, secret: secrets[appId] };
  const answer = await wechat.post('cgi-bin/stable_token', { json }).json();
  if (!answer.access_token) throw new Error(`no token: ${answer.errcode}`);
  const expiresAt = Date.now() + (answer.expires_in - 300) * 1000;
  tokens.set(appId, { token: answer.access_token, expiresAt });
  return answer.access_token;
}

async function send({ data: { appId, openid, templateId, page, data } }) {
  const access_token = await tokenOf(appId);
  const answer = await wechat
    .post('cgi-bin/message/subscribe/send', {
      searchParams: { access_token },
      json: {
        touser: openid,
        template_id: templateId,
        page,
        data,
        lang: 'zh_CN',
        miniprogram_state: 'formal',
      },
    })
    .json();
  if (answer.errcode === 0) return answer.errmsg;
  if (NEEDS_NEW_TOKEN.includes(answer.errcode)) tokens.delete(appId);
  const message = `WeChat refused: ${answer.errcode} ${answer.errmsg}`;
  throw WILL_NOT_HELP.includes(answer.errcode)
    ? new UnrecoverableError(message)
    : new Error(message);
}

const worker = new Worker('push', send, {
  connection: { url: process.env.REDIS_URL },
  concurrency: 50,
});
worker.on('failed', (job, error) => console.error(job?.id, error.message));
worker.on('error', (error) => console.error(error.message));
