import { yuexin } from './requests.js';
import { state, templatesOf } from './store.js';

/** The freight platform's own server, as the example's mini program sees it: goods, and a push to the user of this phone for new ones. */
export const platformUrl = 'https://platform.example';

const goods = [
  { id: '1', from: '广州', to: '上海', what: '钢材', tons: 32 },
  { id: '2', from: '佛山', to: '杭州', what: '瓷砖', tons: 18 },
];

/** Values for the template's keywords by their kind; the first two are the route and what is to be driven. */
function dataFor(template, { from, to, what, tons }) {
  const keys = [...template.content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map((match) => match[1]);
  const things = [`【${from}】-->【${to}】`, `${what} ${tons} 吨`];
  const values = {
    thing: () => things.shift() ?? what,
    time: () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 16).replace('T', ' '),
    amount: () => '¥6976.00',
  };
  return Object.fromEntries(
    keys.map((key) => [key, { value: values[key.replace(/\d+$/, '')]?.() ?? '—' }]),
  );
}

async function publish(given) {
  const one = { ...given, id: String(goods.length + 1) };
  goods.unshift(one);
  const template = templatesOf().find(({ kind }) => kind === 'one-time');
  if (state.config.apiKey === null || template === undefined) return;
  await yuexin.push(state.config.apiKey, {
    appId: state.appId,
    templateId: template.templateId,
    to: { openid: state.user.openid },
    data: dataFor(template, one),
    page: `pages/goods/detail?id=${one.id}&from=message`,
  });
}

export async function callPlatform(method, data) {
  if (method === 'POST') await publish(JSON.parse(data));
  return { statusCode: 200, data: { goods } };
}
