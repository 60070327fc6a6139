import { make } from './dom.js';

/** The part of WXML that the example uses: texts with {{names}}, wx:if, wx:for, and events. Names may have dots, and a ! before them. */

const tags = { view: 'div', text: 'span', button: 'button', input: 'input' };
const hole = /\{\{([^}]+)\}\}/g;

const parsed = new Map();
function parse(wxml) {
  const known = parsed.get(wxml);
  if (known !== undefined) return known;
  const { body } = new DOMParser().parseFromString(wxml, 'text/html');
  parsed.set(wxml, body);
  return body;
}

function valueOf(name, scope) {
  const bare = name.trim();
  if (bare.startsWith('!')) return !valueOf(bare.slice(1), scope);
  return bare.split('.').reduce((value, part) => value?.[part], scope);
}

const fill = (text, scope) =>
  text.replace(hole, (_, name) => {
    const value = valueOf(name, scope);
    return value === undefined || value === null ? '' : String(value);
  });

const wholeValue = (text, scope) => valueOf(text.replace(/^\{\{|\}\}$/g, ''), scope);

const datasetOf = (element, scope) =>
  Object.fromEntries(
    Object.entries(element.dataset).map(([name, text]) => [name, fill(text, scope)]),
  );

/** `on(kind, handler, event)` is told of what the user does: a tap, an input, an opened ability (`open-type`). */
function drawElement(element, scope, on) {
  const tag = tags[element.localName] ?? 'div';
  const dataset = datasetOf(element, scope);
  const tell = (kind, handler, detail = {}) =>
    on(kind, handler, { detail, currentTarget: { dataset } });
  const { attributes } = element;
  const said = (name) => attributes.getNamedItem(name)?.value;
  const openType = said('open-type');
  const onclick =
    openType === undefined
      ? said('bindtap') && (() => tell('tap', said('bindtap')))
      : () => tell(openType, said(`bind${openType.toLowerCase()}`));
  return make(
    tag,
    {
      class: fill(said('class') ?? '', scope),
      ...(tag === 'button' ? { type: 'button' } : {}),
      ...(tag === 'input'
        ? {
            placeholder: said('placeholder'),
            'aria-label': said('placeholder'),
            value: fill(said('value') ?? '', scope),
            'data-name': dataset.name,
            oninput: ({ target }) => tell('input', said('bindinput'), { value: target.value }),
          }
        : {}),
      ...(onclick ? { onclick } : {}),
    },
    drawChildren(element, scope, on),
  );
}

function drawNode(node, scope, on) {
  if (node.nodeType === Node.TEXT_NODE) return [fill(node.textContent.trim(), scope)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const list = node.getAttribute('wx:for');
  if (list !== null && !('item' in scope)) {
    const items = wholeValue(list, scope) ?? [];
    return items.flatMap((item, index) => drawNode(node, { ...scope, item, index }, on));
  }
  const condition = node.getAttribute('wx:if');
  if (condition !== null && !wholeValue(condition, scope)) return [];
  return [drawElement(node, scope, on)];
}

const drawChildren = (parent, scope, on) =>
  [...parent.childNodes].flatMap((node) => drawNode(node, scope, on));

/** The page's elements for its data. */
export const drawWxml = (wxml, data, on) => drawChildren(parse(wxml), data, on);
