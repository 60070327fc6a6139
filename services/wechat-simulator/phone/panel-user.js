import { copyButton } from './copy-button.js';
import { badge, byId, icon, make, redraw } from './dom.js';
import { peopleBox } from './panel-people.js';
import { sim } from './requests.js';
import { makeDemo, openApp, openUser } from './session.js';
import { onDraw, state } from './store.js';
import { toast } from './toast.js';
import { say } from './text.js';

const fail = (error) => toast(say('failed', { why: error.message }));

function select({ label, value, options, onPick }) {
  const element = make(
    'select',
    { onchange: () => onPick(element.value), 'aria-label': label, 'data-key': label },
    options.map(({ value: optionValue, text }) =>
      make('option', { value: optionValue, selected: optionValue === value }, text),
    ),
  );
  return make('label', { class: 'field' }, make('span', {}, label), element);
}

function newUserForm() {
  const input = make('input', {
    type: 'tel',
    placeholder: say('newUserPhone'),
    'aria-label': say('newUserPhone'),
    autocomplete: 'off',
  });
  const submit = async (event) => {
    event.preventDefault();
    const phone = input.value.trim();
    try {
      const user = await sim.saveUser(state.appId, phone === '' ? {} : { phone });
      input.value = '';
      await openUser(user.userId);
    } catch (error) {
      fail(error);
    }
  };
  return make(
    'form',
    { class: 'new-user', onsubmit: submit },
    input,
    make('button', { class: 'small', type: 'submit' }, icon('plus', 14), say('create')),
  );
}

const fact = (label, value) =>
  make(
    'div',
    { class: 'fact' },
    make('span', {}, label),
    make('code', { title: value ?? '' }, value ?? say('none')),
    value === null ? null : copyButton(() => value),
  );

const empty = () => [
  make('h2', {}, say('noApps')),
  make('p', { class: 'hint' }, say('noAppsHint')),
  make(
    'button',
    { class: 'primary', type: 'button', onclick: () => makeDemo().catch(fail) },
    say('makeDemo'),
  ),
];

function person() {
  const { user } = state;
  if (user === null) return null;
  return make(
    'div',
    { class: 'person' },
    badge(user.nickname, { size: 40, kind: 'person', seed: user.userId }),
    make(
      'div',
      { class: 'facts' },
      fact(say('phoneNumber'), user.phone),
      fact(say('openid'), user.openid),
    ),
  );
}

const peopleHead = () =>
  make(
    'div',
    { class: 'card-head people-head' },
    make('h2', {}, say('person')),
    make('small', {}, say('people', { n: state.users.length })),
  );

function draw() {
  const card = byId('user-card');
  // A person is typing: leave the form alone.
  if (card.contains(document.activeElement) && document.activeElement.tagName === 'INPUT') return;
  if (state.apps.length === 0) {
    card.replaceChildren(...empty());
    return;
  }
  redraw(
    card,
    make(
      'div',
      { class: 'fields' },
      select({
        label: say('app'),
        value: state.appId,
        options: state.apps.map((app) => ({ value: app.appId, text: app.name })),
        onPick: (appId) => openApp(appId).catch(fail),
      }),
    ),
    peopleHead(),
    peopleBox(),
    person(),
    newUserForm(),
  );
}

export const startUserPanel = () => onDraw(draw);
