import { icon, make } from './dom.js';
import { change } from './store.js';
import { say } from './text.js';

/** The bar on top of a WeChat screen. */
export function navBar({ title, onBack, tail = null, isClear = false }) {
  return make(
    'div',
    { class: `nav${isClear ? ' nav-clear' : ''}` },
    onBack === undefined
      ? make('span', { class: 'nav-side' })
      : make(
          'button',
          {
            class: 'nav-side nav-back',
            type: 'button',
            onclick: onBack,
            'aria-label': say('back'),
          },
          icon('back', 24),
        ),
    make('strong', { class: 'nav-title' }, title),
    make('span', { class: 'nav-side nav-tail' }, tail),
  );
}

/** The two buttons that every mini program carries; the round one closes it. */
export const capsule = () =>
  make(
    'span',
    { class: 'capsule' },
    make('span', { class: 'capsule-part' }, icon('more', 20)),
    make(
      'button',
      {
        class: 'capsule-part',
        type: 'button',
        'aria-label': say('close'),
        onclick: () => change({ screen: { name: 'chats' } }),
      },
      make('i', { class: 'target' }),
    ),
  );
