import { navBar } from './chrome.js';
import { badge, clockOf, icon, make } from './dom.js';
import { openExample } from './example-runtime.js';
import { change, currentApp, state } from './store.js';
import { say } from './text.js';

const openNotices = () => change({ screen: { name: 'notices' }, unread: 0 });

function row({ picture, name, text, time, unread = 0, onclick }) {
  return make(
    onclick === undefined ? 'div' : 'button',
    { class: 'chat-row', onclick, ...(onclick === undefined ? {} : { type: 'button' }) },
    make(
      'span',
      { class: 'chat-picture' },
      picture,
      unread > 0 ? make('i', { class: 'chat-unread' }, unread > 99 ? '99+' : String(unread)) : null,
    ),
    make(
      'span',
      { class: 'chat-words' },
      make('span', { class: 'chat-head' }, make('b', {}, name), make('time', {}, time)),
      make('span', { class: 'chat-text' }, text),
    ),
  );
}

const square = (kind, name) =>
  make('span', { class: `badge square square-${kind}` }, icon(name, 24));

function recentApps() {
  const app = currentApp();
  if (app === null) return null;
  return make(
    'div',
    { class: 'recent' },
    make('small', {}, say('recentMini')),
    make(
      'button',
      { class: 'recent-app', type: 'button', onclick: () => change({ screen: { name: 'mini' } }) },
      badge(app.name, { size: 48 }),
      make('span', {}, app.name),
    ),
    make(
      'button',
      { class: 'recent-app', type: 'button', onclick: () => void openExample() },
      badge(say('exampleName'), { size: 48 }),
      make('span', {}, say('exampleName')),
    ),
  );
}

const tab = (name, key, isOn, unread = 0) =>
  make(
    'span',
    { class: `tab${isOn ? ' tab-on' : ''}` },
    icon(name, 24),
    make('small', {}, say(key)),
    unread > 0 ? make('i', {}, String(unread)) : null,
  );

/** WeChat's first screen. */
export function drawChats() {
  const last = state.messages.at(-1);
  const text = last === undefined ? say('noNotices') : `${currentApp()?.name ?? ''}: ${last.title}`;
  return make(
    'div',
    { class: 'page page-chats' },
    navBar({
      title: state.unread > 0 ? `${say('wechat')}(${state.unread})` : say('wechat'),
      tail: icon('plus', 22),
    }),
    make(
      'div',
      { class: 'scroller' },
      make('div', { class: 'search' }, icon('search', 15)),
      recentApps(),
      make(
        'div',
        { class: 'chat-list' },
        row({
          picture: square('notice', 'bell'),
          name: say('notices'),
          text,
          time: last === undefined ? '' : clockOf(new Date(last.at)),
          unread: state.unread,
          onclick: openNotices,
        }),
        row({
          picture: square('file', 'folder'),
          name: say('fileHelper'),
          text: say('fileHelperText'),
          time: '9:12',
        }),
        row({
          picture: square('team', 'chat'),
          name: say('teamName'),
          text: say('teamText'),
          time: say('yesterday'),
        }),
      ),
    ),
    make(
      'div',
      { class: 'tabs' },
      tab('chat', 'chats', true, state.unread),
      tab('people', 'contacts', false),
      tab('compass', 'discover', false),
      tab('person', 'me', false),
    ),
  );
}
