import { sim } from './requests.js';
import { change, state } from './store.js';

const userKey = (appId) => `yuexin.user.${appId}`;

/** Shows this user's phone. */
export async function openUser(userId) {
  const user = await sim.user(userId);
  const { appId, openid } = user;
  localStorage.setItem('yuexin.appId', appId);
  localStorage.setItem(userKey(appId), userId);
  const [users, messages] = await Promise.all([sim.users(appId), sim.messages({ appId, openid })]);
  const isOther = state.user?.userId !== userId;
  change({
    appId,
    users: users.some((known) => known.userId === userId) ? users : [user, ...users],
    user,
    messages,
    ...(isOther ? { screen: { name: 'mini' }, unread: 0 } : {}),
  });
}

/** Shows an app with the user seen last, or its newest one. */
export async function openApp(appId) {
  const users = await sim.users(appId);
  const last = localStorage.getItem(userKey(appId));
  const user = users.find(({ userId }) => userId === last) ?? users[0];
  if (user === undefined) change({ appId, users, user: null, messages: [] });
  else await openUser(user.userId);
}

/** Everything from the start: after loading, after a reset, after the stream came back. */
export async function openEverything() {
  const [apps, faults, calls, events] = await Promise.all([
    sim.apps(),
    sim.faults(),
    sim.calls(),
    sim.events(),
  ]);
  const log = [...calls.map((call) => ({ call })), ...events.map((event) => ({ event }))];
  const atOf = ({ call, event }) => (call ?? event).at ?? event.tries.at(-1)?.at ?? event.createdAt;
  log.sort((a, b) => (atOf(a) < atOf(b) ? 1 : -1));
  change({ apps, faults, log, skipped: 0 });
  const app = apps.find(({ appId }) => appId === state.appId) ?? apps[0];
  if (app === undefined) change({ appId: null, users: [], user: null, messages: [] });
  else await openApp(app.appId);
}

export async function refreshUser() {
  const shown = state.user;
  if (shown === null) return;
  const [user, messages] = await Promise.all([sim.user(shown.userId), sim.messages(shown)]);
  if (state.user?.userId === user.userId) change({ user, messages });
}

export async function refreshPeople() {
  const { appId } = state;
  if (appId === null) return;
  const users = await sim.users(appId);
  if (state.appId === appId) change({ users });
}

const demoAppId = 'wxdemo000000000001';

/** An app, two templates and a user, for a simulator that was started bare. */
export async function makeDemo() {
  await sim.saveApp({ appId: demoAppId, appSecret: crypto.randomUUID(), name: '货运通' });
  await sim.saveTemplate(demoAppId, {
    templateId: 'nYSAdemo_new_goods_reminder_000000000000001',
    title: '新货源提醒',
    kind: 'one-time',
    content:
      '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n装货时间:{{time3.DATA}}\n运价:{{amount4.DATA}}\n',
    example:
      '线路:【广州】-->【上海】\n货物:钢材 32 吨\n装货时间:2026-11-24 09:00\n运价:¥6976.00\n',
  });
  await sim.saveTemplate(demoAppId, {
    templateId: 'kR2fdemo_order_state_reminder_0000000000002',
    title: '运单状态通知',
    kind: 'one-time',
    content: '运单号:{{character_string1.DATA}}\n状态:{{phrase2.DATA}}\n司机:{{name3.DATA}}\n',
    example: '运单号:YX-20261124\n状态:已装车\n司机:陈师傅\n',
  });
  await sim.saveUser(demoAppId, { phone: '+8613800138000', nickname: '陈师傅' });
  await openEverything();
}
