import { icon, make } from './dom.js';
import { say } from './text.js';

/** Copies what `read()` gives and says so for a moment. */
export function copyButton(read, { label = null } = {}) {
  const words = make('span', {}, label ?? '');
  const copy = async () => {
    await navigator.clipboard.writeText(read());
    button.classList.add('done');
    if (label !== null) words.textContent = say('copied');
    setTimeout(() => {
      button.classList.remove('done');
      words.textContent = label ?? '';
    }, 1500);
  };
  const button = make(
    'button',
    {
      class: label === null ? 'copy' : 'copy copy-wide',
      type: 'button',
      onclick: copy,
      title: say('copy'),
      'aria-label': say('copy'),
    },
    icon('copy', 14),
    label === null ? null : words,
  );
  return button;
}
