import { toast } from './toast.js';
import { byId, make, redraw } from './dom.js';
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
      'data-key': `switch ${templateId}`,
      onclick: flip,
      title: say('rejectHint'),
      disabled: state.user === null,
    },
    say(isRejected ? 'restore' : 'reject'),
  );
}

/** `标签:值` by line, as WeChat writes examples. */
function exampleOf({ example, content }) {
  const lines = (example.trim() === '' ? content : example)
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [, label, value] = /^([^:：]*)[:：]?(.*)$/.exec(line);
    return { label, value: value.replace(/\{\{.*\}\}/, '…') };
  });
}

const line = ({ label, value }) =>
  make(
    'span',
    { class: 'notice-item' },
    make('span', { class: 'notice-label' }, label),
    make('span', { class: 'notice-value' }, value),
  );

/** A template as its messages look, with what WeChat knows of this user's grants for it. */
function templateCard(template) {
  const { templateId, title, kind } = template;
  const cell = state.user?.grants[templateId] ?? noCell;
  const isRejected = state.user?.choices[templateId] === 'reject';
  const left = cell.isStanding ? '∞' : String(cell.available);
  return make(
    'li',
    { class: 'template' },
    make(
      'div',
      { class: 'balance-title' },
      make('b', {}, title),
      make('i', { class: 'chip' }, say(kind === 'one-time' ? 'oneTime' : 'longTerm')),
      isRejected ? make('i', { class: 'chip chip-bad' }, say('rejected')) : null,
    ),
    make('div', { class: 'template-items' }, exampleOf(template).map(line)),
    make(
      'div',
      { class: 'balance' },
      make('b', { class: `balance-left${left === '0' ? ' balance-none' : ''}` }, left),
      make(
        'small',
        { class: 'balance-words' },
        `${say('granted')} ${cell.granted} · ${say('spent')} ${cell.spent} · ${say('voided')} ${cell.void}`,
      ),
      switchButton(templateId),
    ),
  );
}

function draw() {
  const templates = templatesOf();
  redraw(
    byId('balance-card'),
    make(
      'div',
      { class: 'card-head' },
      make('h2', {}, say('balance')),
      make('small', {}, say('balanceHint')),
    ),
    templates.length === 0
      ? make('p', { class: 'hint' }, say('noTemplates'))
      : make(
          'ul',
          {
            class: 'templates',
            'data-scroll': 'templates',
            tabIndex: 0,
            'aria-label': say('balance'),
          },
          templates.map(templateCard),
        ),
  );
}

export const startBalancePanel = () => onDraw(draw);
