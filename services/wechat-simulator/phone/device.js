import { byId, clockOf, make } from './dom.js';
import { drawChats } from './screen-chats.js';
import { drawDetail } from './screen-detail.js';
import { drawExample } from './screen-example.js';
import { drawMini } from './screen-mini.js';
import { drawNotices } from './screen-notices.js';
import { currentApp, onDraw, state } from './store.js';

const screens = {
  ...{ chats: drawChats, notices: drawNotices, mini: drawMini },
  ...{ detail: drawDetail, example: drawExample },
};

/** What decides whether a screen must be drawn again. */
const keyOf = () =>
  JSON.stringify([
    state.screen,
    state.appId,
    currentApp()?.name,
    currentApp()?.templates.length,
    state.user,
    state.messages.length,
    state.messages.at(-1)?.msgid,
    state.unread,
    Object.keys(state.sessions),
    document.documentElement.lang,
  ]);

let drawnKey = '';

function draw() {
  const key = keyOf();
  if (key === drawnKey) return;
  const isSameScreen = byId('view').dataset.screen === state.screen.name;
  drawnKey = key;
  const element = screens[state.screen.name]();
  const view = byId('view');
  const scroller = view.querySelector('.scroller');
  const scrolled = scroller?.scrollTop ?? 0;
  view.dataset.screen = state.screen.name;
  view.replaceChildren(element);
  element.classList.toggle('enter', !isSameScreen);
  const fresh = view.querySelector('.scroller');
  if (fresh === null) return;
  if (state.screen.name === 'notices') fresh.scrollTop = fresh.scrollHeight;
  else if (isSameScreen) fresh.scrollTop = scrolled;
}

const tick = () => {
  byId('clock').textContent = clockOf(new Date());
};

function drawStatusIcons() {
  const bars = make('i', { class: 'signal' }, make('b'), make('b'), make('b'), make('b'));
  const battery = make('i', { class: 'battery' }, make('b'));
  byId('status-icons').replaceChildren(bars, make('span', {}, '5G'), battery);
}

export function startDevice() {
  drawStatusIcons();
  tick();
  setInterval(tick, 5000);
  onDraw(draw);
}
