import { byId, make } from './dom.js';

let toastTimer;
/** A word on the phone for two seconds. */
export function toast(text) {
  clearTimeout(toastTimer);
  byId('toast-place').replaceChildren(make('div', { class: 'toast' }, text));
  toastTimer = setTimeout(() => byId('toast-place').replaceChildren(), 2200);
}

export function hideToast() {
  clearTimeout(toastTimer);
  byId('toast-place').replaceChildren();
}
