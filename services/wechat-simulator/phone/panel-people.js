import { badge, icon, make, redraw } from './dom.js';
import { openUser } from './session.js';
import { maskPhone, onDraw, state } from './store.js';
import { say } from './text.js';
import { toast } from './toast.js';

/** More than so many are searched, not looked through. */
const fewPeople = 5;

const search = make('input', { type: 'search', autocomplete: 'off', oninput: () => draw() });
const list = make('ul', { class: 'people', 'data-scroll': 'people' });
const box = make('div', { class: 'people-box' }, search, list);

const wordsOf = ({ nickname, phone, openid, userId }) =>
  [nickname, phone ?? '', openid, userId].join(' ').toLowerCase();

function leftOf({ grants }) {
  const cells = Object.values(grants);
  if (cells.some((cell) => cell.isStanding)) return '∞';
  return String(cells.reduce((sum, cell) => sum + cell.available, 0));
}

function row(user) {
  const isShown = user.userId === state.user?.userId;
  const open = () =>
    openUser(user.userId).catch((error) => toast(say('failed', { why: error.message })));
  return make(
    'li',
    {},
    make(
      'button',
      {
        class: 'person-row',
        type: 'button',
        'aria-pressed': String(isShown),
        'data-key': user.userId,
        onclick: open,
      },
      badge(user.nickname, { size: 30, kind: 'person', seed: user.userId }),
      make(
        'span',
        { class: 'person-words' },
        make('b', {}, user.nickname),
        make(
          'small',
          {},
          user.phone === null ? `${user.openid.slice(0, 10)}…` : maskPhone(user.phone),
        ),
      ),
      make(
        'span',
        { class: 'person-count', title: say('personGrants') },
        icon('check', 12),
        leftOf(user),
      ),
      make(
        'span',
        { class: 'person-count', title: say('personMessages') },
        icon('chat', 12),
        String(user.messageCount),
      ),
    ),
  );
}

function draw() {
  const { users } = state;
  const wanted = search.value.trim().toLowerCase();
  const found = users.filter((user) => wordsOf(user).includes(wanted));
  search.hidden = users.length <= fewPeople && wanted === '';
  search.placeholder = say('searchPeople');
  search.setAttribute('aria-label', say('searchPeople'));
  list.setAttribute('aria-label', say('person'));
  redraw(
    list,
    found.length === 0 ? make('li', { class: 'log-empty' }, say('nobodyFound')) : found.map(row),
  );
}

/** Everybody who has this app, the newest first; who is tapped has the phone. The element stays the same. */
export const peopleBox = () => box;

export const startPeoplePanel = () => onDraw(draw);
