import { capsule, navBar } from './chrome.js';
import { make } from './dom.js';
import { exampleOnTop } from './example-runtime.js';

/** The example mini program: its own pages, drawn from their WXML. */
export function drawExample() {
  const top = exampleOnTop();
  return make(
    'div',
    { class: 'page page-example' },
    navBar({ title: top?.title ?? '', onBack: top?.onBack, tail: capsule() }),
    make('div', { class: 'scroller wx-root' }, top?.elements ?? []),
  );
}
