// What an edge has: fetch, WebCrypto and the language. What is Node's own is taken away before the client is loaded.
const { log } = console;
const baseUrl = process.env.API_URL;
for (const name of ['process', 'Buffer', 'setImmediate', 'clearImmediate', 'require'])
  delete globalThis[name];

const { createYuexinClient, NotFoundError, signWebhook, verifyWebhook } =
  await import('@yuexin/client');
const client = createYuexinClient({ baseUrl, apiKey: 'yx_key' });
const push = await client.pushes.get('psh_1');
const failure = await client.pushes.get('psh_2').catch((error) => error);
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"type":"push.sent"}';
const headers = await signWebhook({ secret, id: 'cbk_1', body });
const message = await verifyWebhook({ secret, headers: new Headers(headers), body });
log(push.state, failure instanceof NotFoundError, message.type);
