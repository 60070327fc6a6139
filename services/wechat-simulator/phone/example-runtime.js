import { drawWxml } from './example-wxml.js';
import { createWx, withinTap } from './example-wx.js';
import { sim } from './requests.js';
import { askForPhone } from './sheets.js';
import { change, state } from './store.js';
import { say } from './text.js';
import { toast } from './toast.js';

const base = '/_sim/phone/example';
/** Pages of the example by route, as `Page()` was told them; null: not loaded yet. */
let pages = null;
/** The user for whom the scripts run: another one's phone starts anew. */
let loadedFor = null;
const stack = [];

const draw = () => change({ screen: { name: 'example', drawn: (state.screen.drawn ?? 0) + 1 } });

async function load() {
  const response = await fetch(`${base}/pages.json`);
  if (!response.ok) throw new Error(say('exampleMissing'));
  const { pages: shown } = await response.json();
  const registered = new Map();
  globalThis.wx = createWx({ navigate: { to: openUrl, back: goBack }, origin: location.origin });
  globalThis.App = (app) => app.onLaunch?.();
  await import(`${base}/app.js`);
  for (const page of shown) {
    globalThis.Page = (options) => registered.set(page.route, { ...page, options });
    await import(`${base}/${page.route}.js`);
  }
  return registered;
}

function openPage(route, query) {
  const known = pages.get(route);
  if (known === undefined) {
    toast(say('failed', { why: route }));
    return;
  }
  const { data = {}, ...methods } = known.options;
  const instance = {
    ...methods,
    data: structuredClone(data),
    setData(values) {
      Object.assign(instance.data, values);
      if (stack.at(-1)?.instance === instance) draw();
    },
  };
  stack.push({ ...known, instance });
  instance.onLoad?.(query);
  instance.onShow?.();
  draw();
}

function openUrl(url) {
  const [path, query = ''] = url.replace(/^\//, '').split('?');
  openPage(path, Object.fromEntries(new URLSearchParams(query)));
}

function goBack() {
  if (stack.length < 2) {
    change({ screen: { name: 'chats' } });
    return;
  }
  stack.pop();
  stack.at(-1).instance.onShow?.();
  draw();
}

/** Opens the example at a page, from the list of mini programs or from a message. */
export async function openExample(url = 'pages/goods/list') {
  try {
    // Modules run once: another user's mini program is another page of the browser.
    if (loadedFor !== null && loadedFor !== state.user?.userId) location.reload();
    loadedFor = state.user?.userId ?? null;
    pages ??= await load();
  } catch (error) {
    toast(say('failed', { why: error.message }));
    return;
  }
  stack.length = 0;
  change({ isExample: true });
  openUrl(url);
}

const call = (instance, handler, event) => void instance[handler]?.(event);

async function openAbility(kind, instance, handler, event) {
  if (kind === 'getPhoneNumber') {
    const isAllowed = await askForPhone();
    if (isAllowed) event.detail = { code: await sim.phoneCode(state.user.userId) };
    if (isAllowed) call(instance, handler, event);
    return;
  }
  const { choices, userId } = state.user;
  const rejected = Object.keys(choices).filter((id) => choices[id] === 'reject');
  await Promise.all(rejected.map((id) => sim.restore(userId, id)));
  toast(say('restoredAll'));
  call(instance, handler, event);
}

/** What the user did on the page that is on top. */
function onUserEvent(kind, handler, event) {
  const { instance } = stack.at(-1);
  if (kind === 'tap') withinTap(() => call(instance, handler, event));
  else if (kind === 'input') call(instance, handler, event);
  else void openAbility(kind, instance, handler, event);
}

/** The page on top: its title, its elements, and the way back. */
export function exampleOnTop() {
  const top = stack.at(-1);
  if (top === undefined) return null;
  const { title, wxml, instance } = top;
  return { title, onBack: goBack, elements: drawWxml(wxml, instance.data, onUserEvent) };
}
