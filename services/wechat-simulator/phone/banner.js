import { byId, icon, make } from './dom.js';
import { change, currentApp } from './store.js';
import { say } from './text.js';

let bannerTimer;
/** A message came while another screen was open. */
export function showBanner(message) {
  const app = currentApp();
  const [first] = message.items;
  const open = () => {
    byId('banner-place').replaceChildren();
    change({ screen: { name: 'notices' }, unread: 0 });
  };
  const banner = make(
    'button',
    { class: 'banner', type: 'button', onclick: open },
    make('span', { class: 'banner-mark' }, icon('chat', 22)),
    make(
      'span',
      { class: 'banner-words' },
      make(
        'span',
        { class: 'banner-head' },
        make('b', {}, say('notices')),
        make('small', {}, say('now')),
      ),
      make('span', { class: 'banner-text' }, `${app?.name ?? ''} · ${message.title}`),
      make('span', { class: 'banner-text dim' }, first === undefined ? '' : first.value),
    ),
  );
  clearTimeout(bannerTimer);
  byId('banner-place').replaceChildren(banner);
  bannerTimer = setTimeout(() => byId('banner-place').replaceChildren(), 5000);
}
