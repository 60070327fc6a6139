import { capsule, navBar } from './chrome.js';
import { toast } from './toast.js';
import { icon, make } from './dom.js';
import { change, state } from './store.js';
import { say } from './text.js';

const row = (label, value) =>
  make('div', { class: 'detail-row' }, make('span', {}, label), make('span', {}, value));

/** The page of the mini program that a message leads to. */
export function drawDetail() {
  const { message } = state.screen;
  const [path = '', query = ''] = (message.page ?? '').split('?');
  const parameters = [...new URLSearchParams(query)];
  return make(
    'div',
    { class: 'page page-detail' },
    navBar({
      title: say('detail'),
      onBack: () => change({ screen: { name: 'notices' } }),
      tail: capsule(),
    }),
    make(
      'div',
      { class: 'scroller' },
      make(
        'div',
        { class: 'detail-hero' },
        make('span', { class: 'detail-mark' }, icon('truck', 26)),
        make('b', {}, message.items[0]?.value ?? message.title),
        make('small', {}, say('detailFrom')),
      ),
      make(
        'div',
        { class: 'detail-card' },
        message.items.map(({ label, value }) => row(label, value)),
      ),
      make(
        'div',
        { class: 'detail-card detail-tech' },
        row(say('detailPath'), path),
        parameters.map(([name, value]) => row(name, value)),
        row('msgid', message.msgid),
        row('state', message.miniprogramState),
      ),
    ),
    make(
      'div',
      { class: 'detail-foot' },
      make(
        'button',
        { class: 'mini-button', type: 'button', onclick: () => toast(say('contactDone')) },
        say('contact'),
      ),
    ),
  );
}
