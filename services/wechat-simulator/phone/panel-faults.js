import { toast } from './toast.js';
import { byId, make, redraw } from './dom.js';
import { isRate } from './panel-rates.js';
import { sim } from './requests.js';
import { onDraw, state } from './store.js';
import { isSaid, say } from './text.js';

const send = '/cgi-bin/message/subscribe/send';
const sent = 'subscribe_msg_sent_event';

const refusal = (errcode) => ({
  key: `fault.${errcode}`,
  fault: { path: send, kind: 'errcode', value: errcode, times: 1 },
});

/** What can go wrong at a tap: the next send, or the next delivery event. */
const sendFaults = [
  refusal(43101),
  refusal(-1),
  refusal(40001),
  refusal(45011),
  refusal(45009),
  { key: 'fault.502', fault: { path: send, kind: 'html', value: 502, times: 1 } },
  { key: 'fault.hang', fault: { path: send, kind: 'hang-after-commit', times: 1 } },
  { key: 'fault.empty', fault: { path: send, kind: 'empty', times: 1 } },
  { key: 'fault.reset', fault: { path: send, kind: 'reset', times: 1 } },
  { key: 'fault.delay', fault: { path: send, kind: 'delay', value: 3000, times: 1 } },
];
const eventFaults = [
  { key: 'fault.undelivered', fault: { path: sent, kind: 'failed-delivery', times: 1 } },
  { key: 'fault.drop', fault: { path: sent, kind: 'drop-event', times: 1 } },
  { key: 'fault.dup', fault: { path: sent, kind: 'duplicate-event', times: 1 } },
  { key: 'fault.late', fault: { path: sent, kind: 'late-event', value: 8000, times: 1 } },
];
const buttons = [...sendFaults, ...eventFaults];

const fail = (error) => toast(say('failed', { why: error.message }));

const isLike = (fault, { fault: wanted }) =>
  fault.times !== undefined &&
  fault.kind === wanted.kind &&
  fault.path === wanted.path &&
  fault.value === wanted.value;

function faultButton(entry) {
  const armed = state.faults
    .filter((fault) => isLike(fault, entry))
    .reduce((sum, fault) => sum + fault.times - fault.hits, 0);
  return make(
    'button',
    {
      class: `fault${armed > 0 ? ' fault-on' : ''}`,
      type: 'button',
      'data-key': entry.key,
      onclick: () => sim.addFault(entry.fault).catch(fail),
    },
    say(entry.key),
    armed > 0 ? make('i', {}, `×${armed}`) : null,
  );
}

/** Faults that somebody set by another way, such as a test. */
function others() {
  return state.faults
    .filter((fault) => !isRate(fault) && !buttons.some((entry) => isLike(fault, entry)))
    .map((fault) => {
      const name = isSaid(`fault.${fault.value}`)
        ? say(`fault.${fault.value}`)
        : `${fault.kind} ${fault.value ?? ''}`;
      const left =
        fault.times === undefined ? say('always') : say('times', { n: fault.times - fault.hits });
      return make('span', { class: 'chip chip-bad' }, `${name} · ${left}`);
    });
}

const expire = async () => {
  if (state.appId === null) return;
  await sim.expireToken(state.appId);
  toast(say('tokenExpired'));
};

const expireButton = () =>
  make(
    'button',
    { class: 'fault', type: 'button', 'data-key': 'expire', onclick: () => expire().catch(fail) },
    say('fault.expire'),
  );

const group = (key, parts) =>
  parts.length === 0
    ? null
    : make('div', { class: 'fault-group' }, make('small', {}, say(key)), parts);

function draw() {
  redraw(
    byId('fault-card'),
    make(
      'div',
      { class: 'card-head' },
      make('h2', {}, say('faults')),
      make('small', {}, say('faultsHint')),
      state.faults.length === 0
        ? null
        : make(
            'button',
            { class: 'small ghost', type: 'button', onclick: () => sim.clearFaults().catch(fail) },
            `${say('clear')} ${state.faults.length}`,
          ),
    ),
    make(
      'div',
      { class: 'fault-list' },
      group('nextSend', [...sendFaults.map(faultButton), expireButton()]),
      group('nextEvent', eventFaults.map(faultButton)),
      group('otherFaults', others()),
    ),
  );
}

export const startFaultPanel = () => onDraw(draw);
