import { badge, byId, icon, make } from './dom.js';
import { currentApp, maskPhone, state } from './store.js';
import { say } from './text.js';
import { hideToast } from './toast.js';

/** Shows a sheet from below; resolves to what `draw(close)` closes it with. */
function openSheet(draw) {
  return new Promise((resolve) => {
    const place = byId('sheet-place');
    const onKey = (event) => {
      if (event.key === 'Escape') close(null);
    };
    const close = (value) => {
      document.removeEventListener('keydown', onKey);
      place.replaceChildren();
      resolve(value);
    };
    document.addEventListener('keydown', onKey);
    hideToast();
    const sheet = make(
      'div',
      { class: 'sheet', role: 'dialog', 'aria-modal': 'true' },
      draw(close),
    );
    sheet.setAttribute('aria-label', sheet.querySelector('h2')?.textContent ?? say('wechat'));
    place.replaceChildren(make('div', { class: 'shade' }), sheet);
    sheet.querySelector('.sheet-yes')?.focus({ preventScroll: true, focusVisible: false });
  });
}

const head = (text) => {
  const app = currentApp();
  return make(
    'div',
    { class: 'sheet-head' },
    badge(app?.name ?? '?', { size: 24 }),
    make('span', {}, app?.name ?? ''),
    make('span', { class: 'dim' }, text),
  );
};

const buttons = ({ no, yes, onNo, onYes }) =>
  make(
    'div',
    { class: 'sheet-buttons' },
    make('button', { class: 'sheet-no', type: 'button', onclick: onNo }, no),
    make('button', { class: 'sheet-yes', type: 'button', onclick: onYes }, yes),
  );

const tick = (isOn) => make('i', { class: `tick${isOn ? ' tick-on' : ''}` }, icon('check', 13));

/** The phone button's question; true when allowed. */
export const askForPhone = () =>
  openSheet((close) => [
    head(''),
    make('h2', { class: 'sheet-title' }, say('askPhone')),
    make('p', { class: 'sheet-hint' }, say('askPhoneHint')),
    make(
      'div',
      { class: 'sheet-choice' },
      make(
        'span',
        {},
        make('b', {}, maskPhone(state.user?.phone ?? '')),
        make('small', {}, say('bound')),
      ),
      tick(true),
    ),
    buttons({
      no: say('deny'),
      yes: say('allow'),
      onNo: () => close(false),
      onYes: () => close(true),
    }),
  ]).then((answer) => answer === true);

const exampleOf = (template) =>
  template.example
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 2)
    .join('  ');

/** wx.requestSubscribeMessage's sheet; the choice by template, or null when it was dismissed. */
export function askToAllow(templates) {
  const chosen = new Map(templates.map(({ templateId }) => [templateId, true]));
  let isKept = false;
  const answer = (isAllowed) => ({
    isKept,
    results: Object.fromEntries(
      [...chosen].map(([templateId, isOn]) => [
        templateId,
        isAllowed && isOn ? 'accept' : 'reject',
      ]),
    ),
  });
  const choice = (template) => {
    const mark = tick(true);
    const flip = () => {
      const isOn = chosen.get(template.templateId) !== true;
      chosen.set(template.templateId, isOn);
      mark.classList.toggle('tick-on', isOn);
      line.setAttribute('aria-checked', String(isOn));
    };
    const line = make(
      'button',
      {
        class: 'sheet-choice',
        type: 'button',
        role: 'checkbox',
        'aria-checked': 'true',
        onclick: flip,
      },
      make('span', {}, make('b', {}, template.title), make('small', {}, exampleOf(template))),
      mark,
    );
    return line;
  };
  const keep = () => {
    const mark = tick(false);
    const flip = () => {
      isKept = !isKept;
      mark.classList.toggle('tick-on', isKept);
      line.setAttribute('aria-checked', String(isKept));
    };
    const line = make(
      'button',
      {
        class: 'sheet-keep',
        type: 'button',
        role: 'checkbox',
        'aria-checked': 'false',
        onclick: flip,
      },
      mark,
      make('span', {}, say('keep')),
    );
    return line;
  };
  const isLong = templates.every(({ kind }) => kind === 'long-term');
  return openSheet((close) => [
    head(say('asks')),
    make('h2', { class: 'sheet-title' }, say(isLong ? 'sendLong' : 'sendOnce')),
    make('div', { class: 'sheet-choices' }, templates.map(choice)),
    keep(),
    buttons({
      no: say('cancel'),
      yes: say('allow'),
      onNo: () => close(answer(false)),
      onYes: () => close(answer(true)),
    }),
  ]).then((given) => given ?? answer(false));
}
