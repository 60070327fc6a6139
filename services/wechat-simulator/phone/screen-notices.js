import { navBar } from './chrome.js';
import { badge, clockOf, icon, make } from './dom.js';
import { openExample } from './example-runtime.js';
import { change, currentApp, state } from './store.js';
import { currentLanguage, say } from './text.js';

const seen = new Set();

const dayOf = (date) =>
  date.toLocaleDateString(currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'short',
    day: 'numeric',
  });

function timeLine(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return make(
    'time',
    { class: 'notice-time' },
    isToday ? clockOf(date) : `${dayOf(date)} ${clockOf(date)}`,
  );
}

/** A service notification as WeChat shows it: app, title, labels and values, the way in. */
function noticeCard(message) {
  const app = currentApp();
  const isNew = !seen.has(message.msgid);
  seen.add(message.msgid);
  const open = () =>
    state.isExample
      ? void openExample(message.page)
      : change({ screen: { name: 'detail', message } });
  return make(
    message.page === null ? 'div' : 'button',
    {
      class: `notice${isNew ? ' notice-new' : ''}`,
      ...(message.page === null ? {} : { type: 'button', onclick: open }),
    },
    make(
      'span',
      { class: 'notice-app' },
      badge(app?.name ?? '?', { size: 20 }),
      make('span', {}, app?.name ?? ''),
      make('span', { class: 'notice-dots' }, icon('more', 14)),
    ),
    make('span', { class: 'notice-title' }, message.title),
    make(
      'span',
      { class: 'notice-items' },
      message.items.map(({ label, value }) =>
        make(
          'span',
          { class: 'notice-item' },
          make('span', { class: 'notice-label' }, label),
          make('span', { class: 'notice-value' }, value),
        ),
      ),
    ),
    message.page === null
      ? null
      : make(
          'span',
          { class: 'notice-foot' },
          make('span', {}, say('openMini')),
          icon('right', 15),
        ),
  );
}

const nothing = () =>
  make(
    'div',
    { class: 'nothing' },
    make('span', { class: 'nothing-mark' }, icon('bell', 30)),
    make('b', {}, say('noNotices')),
    make('p', {}, say('noNoticesHint')),
  );

/** The conversation in which all service notifications arrive. */
export function drawNotices() {
  const cards = state.messages.flatMap((message) => [timeLine(message.at), noticeCard(message)]);
  return make(
    'div',
    { class: 'page page-notices' },
    navBar({
      title: say('notices'),
      onBack: () => change({ screen: { name: 'chats' } }),
      tail: icon('more', 22),
    }),
    make('div', { class: 'scroller' }, cards.length === 0 ? nothing() : cards),
  );
}
