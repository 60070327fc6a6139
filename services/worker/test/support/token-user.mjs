/** Eight users of one app's token in a process of their own: each calls WeChat in a loop and says when a call went well. */
import { openStorage } from '@yuexin/storage';
import { createTokenSource, createWechatClient } from '@yuexin/wechat-client';

const { databaseUrl, masterKey, wechatUrl, appId, users } = JSON.parse(process.env.TOKEN_USER);
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const storage = openStorage({
  databaseUrl,
  poolMax: 8,
  masterKeys: [Buffer.from(masterKey, 'base64')],
  applicationName: 'yuexin-token-user',
  logger,
});
const wechat = createWechatClient({ baseUrl: wechatUrl, logger, timeouts: { requestMs: 10_000 } });
const tokens = createTokenSource({
  client: wechat,
  store: storage.tokens,
  readSecret: async (id) => (await storage.apps.readSecrets(id))?.appSecret ?? null,
  logger,
  marginMs: 300_000,
});
const cgiPath = '/cgi-bin/message/subscribe/send';
const well = new Array(users).fill(0);
let isOver = false;

async function use(user) {
  while (!isOver) {
    try {
      const startedAt = new Date();
      const { accessToken, generation } = await tokens.get(appId);
      const result = await wechat.getQuota({ accessToken, cgiPath });
      if (result.kind === 'ok') well[user] = startedAt.getTime();
      else if (result.kind === 'refused')
        await tokens.refused({ appId, generation, errcode: result.errcode, startedAt });
    } catch {
      // No token just now: the next round asks again.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

process.on('message', () => process.send(well));
process.on('disconnect', () => {
  isOver = true;
});
await Promise.all(Array.from({ length: users }, (_, user) => use(user)));
await wechat.close();
await storage.close();
