import { toast } from './toast.js';
import { byId, make } from './dom.js';
import { sim } from './requests.js';
import { onDraw, state, templatesOf } from './store.js';
import { say } from './text.js';

const noCell = { granted: 0, spent: 0, void: 0, available: 0, isStanding: false };
const fail = (error) => toast(say('failed', { why: error.message }));

function switchButton(templateId) {
  const isRejected = state.user?.choices[templateId] === 'reject';
  const flip = () => {
    const act = isRejected ? sim.restore : sim.reject;
    act(state.user.userId, templateId).catch(fail);
  };
  return make(
    'button',
    {
      class: 'small ghost',
      type: 'button',
      onclick: flip,
      title: say('rejectHint'),
      disabled: state.user === null,
    },
    say(isRejected ? 'restore' : 'reject'),
  );
}

function row(template) {
  const { templateId, title, kind } = template;
  const cell = state.user?.grants[templateId] ?? noCell;
  const isRejected = state.user?.choices[templateId] === 'reject';
  const left = cell.isStanding ? '∞' : String(cell.available);
  return make(
    'div',
    { class: 'balance' },
    make('b', { class: `balance-left${left === '0' ? ' balance-none' : ''}` }, left),
    make(
      'div',
      { class: 'balance-words' },
      make(
        'span',
        { class: 'balance-title' },
        title,
        make('i', { class: 'chip' }, say(kind === 'one-time' ? 'oneTime' : 'longTerm')),
        isRejected ? make('i', { class: 'chip chip-bad' }, say('rejected')) : null,
      ),
      make(
        'small',
        {},
        `${say('granted')} ${cell.granted} · ${say('spent')} ${cell.spent} · ${say('voided')} ${cell.void}`,
      ),
    ),
    switchButton(templateId),
  );
}

function draw() {
  const templates = templatesOf();
  byId('balance-card').replaceChildren(
    make(
      'div',
      { class: 'card-head' },
      make('h2', {}, say('balance')),
      make('small', {}, say('balanceHint')),
    ),
    ...(templates.length === 0
      ? [make('p', { class: 'hint' }, say('noTemplates'))]
      : [make('div', { class: 'balances' }, templates.map(row))]),
  );
}

export const startBalancePanel = () => onDraw(draw);
