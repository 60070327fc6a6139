// Jest takes the export condition "source", which a dependency of wechat-api has for itself: so it runs in a process of its own.
import WechatApi from 'wechat-api';

const [appId, secret, url] = process.argv.slice(2);
const client = new WechatApi(appId, secret);
client.endpoint = url;
client.getAccessToken((error, token) => {
  if (error !== null && error !== undefined) throw error;
  console.log(JSON.stringify(token));
});
