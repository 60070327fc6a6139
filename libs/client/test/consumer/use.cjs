const { createYuexinClient, NotFoundError, signWebhook, verifyWebhook } = require('@yuexin/client');

async function main() {
  const client = createYuexinClient({ baseUrl: process.env.API_URL, apiKey: 'yx_key' });
  const push = await client.pushes.get('psh_1');
  const failure = await client.pushes.get('psh_2').catch((error) => error);
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"type":"push.sent"}';
  const headers = await signWebhook({ secret, id: 'cbk_1', body });
  const message = await verifyWebhook({ secret, headers, body });
  console.log(push.state, failure instanceof NotFoundError, message.type);
}

main();
