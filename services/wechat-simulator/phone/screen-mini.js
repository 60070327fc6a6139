import { capsule, navBar } from './chrome.js';
import { badge, icon, make } from './dom.js';
import { askToLogin, askToSubscribe, logOut } from './mini-program.js';
import { currentApp, currentSession, maskPhone, state, templatesOf } from './store.js';
import { say } from './text.js';

const loads = [
  { from: '广州', to: '上海', what: '钢材', tons: 32, price: '¥218', car: '13 米高栏' },
  { from: '佛山', to: '杭州', what: '瓷砖', tons: 18, price: '¥196', car: '9.6 米厢车' },
  { from: '东莞', to: '成都', what: '家电', tons: 12, price: '¥342', car: '冷藏 7.6 米' },
];

const loadCard = (load) =>
  make(
    'div',
    { class: 'load' },
    make(
      'div',
      { class: 'load-route' },
      make('b', {}, load.from),
      make('i', { class: 'load-line' }),
      make('b', {}, load.to),
      make('span', { class: 'load-price' }, load.price, make('small', {}, say('perTon'))),
    ),
    make(
      'div',
      { class: 'load-facts' },
      make('span', {}, load.what),
      make('span', {}, say('tons', { n: load.tons })),
      make('span', {}, load.car),
    ),
  );

function balanceText() {
  const templates = templatesOf();
  const cells = templates.map(({ templateId }) => state.user?.grants[templateId]);
  if (cells.some((cell) => cell?.isStanding === true)) return say('standing');
  const count = cells.reduce((sum, cell) => sum + (cell?.available ?? 0), 0);
  return count > 0 ? say('left', { count }) : say('leftNone');
}

function guestCard() {
  const hasPhone = state.user?.phone !== null && state.user !== null;
  return make(
    'div',
    { class: 'mini-card' },
    make('p', { class: 'mini-hint' }, say('guestHint')),
    make(
      'button',
      { class: 'mini-button', type: 'button', disabled: state.user === null, onclick: askToLogin },
      say(hasPhone ? 'login' : 'loginPlain'),
    ),
  );
}

const memberCard = () =>
  make(
    'div',
    { class: 'mini-card' },
    make(
      'div',
      { class: 'mini-balance' },
      make('span', { class: 'mini-bell' }, icon('bell', 22)),
      make('span', {}, make('b', {}, balanceText()), make('small', {}, say('subscribeHint'))),
    ),
    make(
      'button',
      { class: 'mini-button', type: 'button', onclick: askToSubscribe },
      say('subscribe'),
    ),
  );

function hero() {
  const isIn = currentSession() !== undefined;
  const { user } = state;
  const app = currentApp();
  const name =
    user?.phone === null || user === null ? (user?.nickname ?? '') : maskPhone(user.phone);
  return make(
    'div',
    { class: 'mini-hero' },
    isIn && user !== null
      ? badge(user.nickname, { size: 44, kind: 'person', seed: user.userId })
      : make('span', { class: 'mini-mark' }, icon('truck', 26)),
    make(
      'div',
      { class: 'mini-hello' },
      make(
        'b',
        {},
        isIn ? say('hello', { name }) : say('helloGuest', { app: app?.name ?? say('app') }),
      ),
      make('small', {}, isIn ? say(currentSession() === null ? 'loggedInPlain' : 'loggedIn') : ''),
    ),
    isIn
      ? make('button', { class: 'mini-out', type: 'button', onclick: logOut }, say('logout'))
      : null,
  );
}

/** The mini program's home: log in, subscribe, look at freight. */
export function drawMini() {
  const isIn = currentSession() !== undefined;
  return make(
    'div',
    { class: 'page page-mini' },
    navBar({ title: currentApp()?.name ?? say('app'), tail: capsule(), isClear: true }),
    make(
      'div',
      { class: 'scroller' },
      hero(),
      isIn ? memberCard() : guestCard(),
      make(
        'div',
        { class: 'mini-section' },
        make('b', {}, say('goods')),
        make('small', {}, say('goodsMore')),
      ),
      loads.map(loadCard),
    ),
  );
}
