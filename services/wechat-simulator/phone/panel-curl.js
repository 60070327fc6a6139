import { copyButton } from './copy-button.js';
import { byId, make } from './dom.js';
import { onDraw, state, templatesOf } from './store.js';
import { say } from './text.js';

const choice = { templateId: null, by: 'phone' };

const usual = {
  thing: '【广州】-->【上海】',
  number: '32',
  letter: 'YX',
  character_string: 'YX-20261124',
  time: '2026-11-24 09:00',
  date: '2026-11-24',
  amount: '¥6976.00',
  phone_number: '020-88888888',
  car_number: '粤A8Z888',
  name: '陈师傅',
  phrase: '待接单',
};

/** Values that WeChat accepts: the template's own example where its line tells one. */
function exampleData(template) {
  const lines = template.example.split('\n');
  return Object.fromEntries(
    template.keywords.map(({ key, type, label }, index) => {
      const line = lines.find((text) => text.startsWith(label)) ?? lines[index] ?? '';
      const told = line
        .slice(label.length)
        .replace(/^\s*[:：]\s*/, '')
        .trim();
      return [key, { value: told || template.options[key]?.[0] || usual[type] || '示例' }];
    }),
  );
}

const quote = (text) => text.replaceAll("'", `'\\''`);

function pushBody(template) {
  const { user } = state;
  const isByPhone = choice.by === 'phone' && user.phone !== null;
  const head = {
    appId: state.appId,
    templateId: template.templateId,
    to: isByPhone ? { phone: user.phone } : { openid: user.openid },
  };
  const data = Object.entries(exampleData(template)).map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lines = Object.entries(head).map(([key, value]) => `  "${key}": ${JSON.stringify(value)},`);
  return [
    '{',
    ...lines,
    '  "data": {',
    data.join(',\n'),
    '  },',
    '  "page": "pages/goods/detail?id=42"',
    '}',
  ].join('\n');
}

function curlText(template) {
  const { apiUrl, apiKey } = state.config;
  return [
    `curl -sS ${apiUrl ?? '"$YUEXIN_URL"'}/v1/pushes \\`,
    `  -H ${apiKey === null ? '"Authorization: Bearer $YUEXIN_KEY"' : `'Authorization: Bearer ${apiKey}'`} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${quote(pushBody(template))}'`,
  ].join('\n');
}

/** Colours by kind of word: the command, its options, texts, names of members. */
function coloured(text) {
  const pattern =
    /('?Authorization: Bearer [^'"]*|^curl|^\s+-[\w]+|"(?:[^"\\]|\\.)*"(?=\s*:)|"(?:[^"\\]|\\.)*")/gm;
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(last, match.index));
    const [word] = match;
    const isName = text
      .slice(match.index + word.length)
      .trimStart()
      .startsWith(':');
    const kind = /^curl|^\s+-/.test(word) ? 'command' : isName ? 'name' : 'value';
    parts.push(make('span', { class: `code-${kind}` }, word));
    last = match.index + word.length;
  }
  return [...parts, text.slice(last)];
}

function segments() {
  const segment = (by, key, isOff) =>
    make(
      'button',
      {
        type: 'button',
        class:
          (choice.by === by && !isOff) ||
          (isOff === false && state.user?.phone === null && by === 'openid')
            ? 'on'
            : '',
        disabled: isOff,
        onclick: () => {
          choice.by = by;
          draw();
        },
      },
      say(key),
    );
  return make(
    'div',
    { class: 'segments' },
    segment('phone', 'byPhone', state.user?.phone === null),
    segment('openid', 'byOpenid', false),
  );
}

function templatePicker(templates, picked) {
  if (templates.length < 2) return null;
  const element = make(
    'select',
    {
      class: 'slim',
      'aria-label': say('curl'),
      onchange: () => {
        choice.templateId = element.value;
        draw();
      },
    },
    templates.map(({ templateId, title }) =>
      make('option', { value: templateId, selected: templateId === picked.templateId }, title),
    ),
  );
  return element;
}

function hintText() {
  if (state.config.apiUrl === null) return say('curlNoApi');
  return say(state.config.apiKey === null ? 'curlKeyHint' : 'curlDemoKey');
}

function draw() {
  const card = byId('curl-card');
  const templates = templatesOf();
  const picked =
    templates.find(({ templateId }) => templateId === choice.templateId) ?? templates[0];
  card.hidden = picked === undefined || state.user === null;
  card.parentElement.classList.toggle('bare', card.hidden);
  if (card.hidden) return;
  const text = curlText(picked);
  card.replaceChildren(
    make(
      'div',
      { class: 'card-head' },
      make('h2', {}, say('curl')),
      make('span', { class: 'tools' }, templatePicker(templates, picked), segments()),
    ),
    make(
      'div',
      { class: 'code' },
      make('pre', { tabIndex: 0, 'data-key': 'curl' }, make('code', {}, coloured(text))),
      copyButton(() => text, { label: say('copy') }),
    ),
    make('p', { class: 'hint' }, hintText()),
  );
}

export const startCurlPanel = () => onDraw(draw);
