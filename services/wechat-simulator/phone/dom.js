/** An element with its properties and children. Texts are always texts: no HTML is ever parsed. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name in element && name !== 'list') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * Draws what is in a card anew. What was focused is focused again, by its `data-key`; what was scrolled stays where it was, by its
 * `data-scroll`.
 */
export function redraw(card, ...children) {
  const focused = card.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const places = [...card.querySelectorAll('[data-scroll]')].map(
    ({ dataset, scrollTop, scrollLeft }) => ({ name: dataset.scroll, scrollTop, scrollLeft }),
  );
  card.replaceChildren(...children.flat().filter((child) => child !== null));
  for (const { name, scrollTop, scrollLeft } of places) {
    const place = card.querySelector(`[data-scroll="${CSS.escape(name)}"]`);
    place?.scrollTo({ top: scrollTop, left: scrollLeft, behavior: 'instant' });
  }
  if (focused)
    card.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

const svgSpace = 'http://www.w3.org/2000/svg';

const paths = {
  back: ['M15 4.500 7.500 12l7.500 7.500'],
  more: ['M5 12h.01', 'M12 12h.01', 'M19 12h.01'],
  right: ['m9 5 7 7-7 7'],
  check: ['m5 12.500 4.500 4.500L19 7.500'],
  copy: ['M9 9h10v11H9z', 'M5 15V4h10'],
  plus: ['M12 5v14', 'M5 12h14'],
  search: ['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z', 'm16.500 16.500 4 4'],
  bell: ['M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15z', 'M10 21h4'],
  truck: [
    'M2 6h12v10H2z',
    'M14 10h4l3 3v3h-7z',
    'M6 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
    'M17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  ],
  chat: ['M4 5h16v11H10l-4 4v-4H4z'],
  people: [
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z',
    'M3 20c0-4 2.700-6 6-6s6 2 6 6',
    'M16 11a3 3 0 1 0-1-5.800',
    'M17.500 14.300c2.200.6 3.500 2.400 3.500 5.700',
  ],
  compass: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'm15.500 8.500-2 5-5 2 2-5z'],
  person: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4 21c0-5 3.500-7 8-7s8 2 8 7'],
  phone: ['M7 3h10v18H7z', 'M11 18h2'],
  folder: ['M3 6h6l2 2h10v11H3z'],
  in: ['M19 12H5', 'm11 6-6 6 6 6'],
  out: ['M5 12h14', 'm13 6 6 6-6 6'],
};

/** A line icon of 24 by 24. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(svgSpace, 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': name === 'more' ? 3.6 : 1.8,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  for (const d of paths[name] ?? []) {
    const path = document.createElementNS(svgSpace, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

export const byId = (id) => document.getElementById(id);

const hueOf = (text) =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);

/** A coloured square with a letter: the picture of an app or a person. */
export function badge(text, { size = 40, kind = 'app', seed = text } = {}) {
  const hue = kind === 'app' ? 152 : hueOf(seed);
  const element = make('span', { class: `badge badge-${kind}` }, [...text][0] ?? '?');
  element.style.setProperty('--size', `${size}px`);
  element.style.setProperty('--hue', String(hue));
  return element;
}

export const twoDigits = (number) => String(number).padStart(2, '0');
export const clockOf = (date) => `${date.getHours()}:${twoDigits(date.getMinutes())}`;
