import { byId, icon, make, redraw, twoDigits } from './dom.js';
import { change, onDraw, state } from './store.js';
import { isSaid, say } from './text.js';

const rowsShown = 80;
const opened = new Set();

const timeOf = (at) => {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
};

function callResult(call) {
  if (call.isAborted) return { text: call.fault ?? 'aborted', kind: 'bad' };
  if (call.status !== 200) return { text: `HTTP ${call.status ?? '—'}`, kind: 'bad' };
  if (call.errcode === null) return { text: call.fault ?? '—', kind: 'bad' };
  return { text: String(call.errcode), kind: call.errcode === 0 ? 'good' : 'bad' };
}

const eventKinds = {
  delivered: 'good',
  waiting: 'dim',
  'no-url': 'dim',
  lost: 'bad',
  dropped: 'bad',
};

function describe({ call, event }) {
  if (call !== undefined) {
    const key = `call.${call.path}`;
    return {
      id: `c${call.seq}`,
      at: call.at,
      arrow: 'in',
      text: isSaid(key) ? say(key) : `${call.method} ${call.path}`,
      openid: call.openid,
      result: callResult(call),
      isOverlapping: call.isOverlapping,
      body: call,
    };
  }
  return {
    id: `e${event.seq}`,
    at: event.tries.at(-1)?.at ?? event.createdAt,
    arrow: 'out',
    text: say(`event.${event.name}`),
    openid: event.openid,
    result: { text: say(`outcome.${event.outcome}`), kind: eventKinds[event.outcome] ?? 'dim' },
    body: event,
  };
}

function flip(id) {
  if (!opened.delete(id)) opened.add(id);
  change({});
}

function row(entry) {
  const shown = describe(entry);
  const isOpen = opened.has(shown.id);
  return make(
    'li',
    {},
    make(
      'button',
      {
        class: 'log-row',
        type: 'button',
        'data-key': shown.id,
        'aria-expanded': String(isOpen),
        onclick: () => flip(shown.id),
      },
      make('time', {}, timeOf(shown.at)),
      make('span', { class: `log-arrow log-${shown.arrow}` }, icon(shown.arrow, 13)),
      make('span', { class: 'log-text' }, shown.text),
      make(
        'code',
        { class: 'log-openid' },
        shown.openid === null ? '' : `${shown.openid.slice(0, 8)}…`,
      ),
      shown.isOverlapping === true ? make('i', { class: 'chip chip-bad' }, say('overlap')) : null,
      make('i', { class: `log-result log-${shown.result.kind}` }, shown.result.text),
    ),
    isOpen ? make('pre', { class: 'log-body' }, JSON.stringify(shown.body, null, 2)) : null,
  );
}

const isWanted = ({ call, event }) =>
  !state.isOnlyMe || (call ?? event).openid === state.user?.openid;

function head() {
  const box = make('input', {
    type: 'checkbox',
    'data-key': 'only-me',
    checked: state.isOnlyMe,
    onchange: () => change({ isOnlyMe: box.checked }),
  });
  return make(
    'div',
    { class: 'card-head' },
    make('h2', {}, say('log')),
    make('small', {}, state.skipped > 0 ? say('skipped', { n: state.skipped }) : say('logHint')),
    make('label', { class: 'check' }, box, say('onlyMe')),
  );
}

function draw() {
  const rows = state.log.filter(isWanted).slice(0, rowsShown);
  const list =
    rows.length === 0 ? [make('li', { class: 'log-empty' }, say('logEmpty'))] : rows.map(row);
  // What scrolls has to be reached by the keyboard.
  const scrolling = { 'data-scroll': 'log', tabIndex: 0, 'aria-label': say('log') };
  redraw(byId('log-card'), head(), make('ol', { class: 'log', ...scrolling }, list));
}

export const startLogPanel = () => onDraw(draw);
