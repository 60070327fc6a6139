import { byId, make } from './dom.js';
import { sim } from './requests.js';
import { change, onDraw, state } from './store.js';
import { say } from './text.js';
import { toast } from './toast.js';

const send = '/cgi-bin/message/subscribe/send';
const sent = 'subscribe_msg_sent_event';

const share = { max: 100, step: 5, write: (value) => `${value}%` };
const rateOf = (key, fault) => ({
  ...{ key, fault, ...share },
  read: (set) => Math.round(set.probability * 100),
  faultOf: (value) => ({ ...fault, probability: value / 100 }),
});

/** What goes wrong by and by, until somebody moves it back: a share of all sends or events, or how slow WeChat is. */
const rates = [
  rateOf('rate.busy', { path: send, kind: 'errcode', value: -1 }),
  rateOf('rate.refused', { path: send, kind: 'errcode', value: 43101 }),
  rateOf('rate.hang', { path: send, kind: 'hang-after-commit' }),
  rateOf('rate.drop', { path: sent, kind: 'drop-event' }),
  rateOf('rate.dup', { path: sent, kind: 'duplicate-event' }),
  {
    key: 'rate.slow',
    fault: { path: send, kind: 'delay' },
    ...{ max: 5000, step: 100, write: (value) => `${value} ms` },
    read: (set) => set.value,
    faultOf: (value) => ({ path: send, kind: 'delay', value }),
  },
];

const isOf = (rate, set) =>
  set.times === undefined &&
  set.path === rate.fault.path &&
  set.kind === rate.fault.kind &&
  (rate.fault.value === undefined || set.value === rate.fault.value);

/** Whether a fault was set by one of these sliders. */
export const isRate = (set) => rates.some((rate) => isOf(rate, set));

/** What is wanted last is what stands in the end, however fast the slider is moved. */
function createSetter(rate) {
  let wanted = null;
  let isUnderWay = false;
  const put = async (value) => {
    const old = (await sim.faults()).filter((set) => isOf(rate, set));
    for (const { id } of old) await sim.removeFault(id);
    if (value > 0) await sim.addFault(rate.faultOf(value));
    change({ faults: await sim.faults() });
  };
  return {
    isUnderWay: () => isUnderWay,
    set: async (value) => {
      wanted = value;
      if (isUnderWay) return;
      isUnderWay = true;
      while (wanted !== null) {
        const next = wanted;
        wanted = null;
        await put(next).catch((error) => toast(say('failed', { why: error.message })));
      }
      isUnderWay = false;
    },
  };
}

function slider(rate) {
  const setter = createSetter(rate);
  const name = make('span', { id: rate.key });
  const shown = make('output', {});
  const input = make('input', {
    ...{ type: 'range', min: '0', max: String(rate.max), step: String(rate.step), value: '0' },
    'aria-labelledby': rate.key,
    oninput: () => tell(Number(input.value)),
    onchange: () => void setter.set(Number(input.value)),
  });
  const tell = (value) => {
    shown.textContent = rate.write(value);
    input.setAttribute('aria-valuetext', rate.write(value));
    row.dataset.on = String(value > 0);
  };
  const row = make('div', { class: 'rate' }, name, input, shown);
  return {
    row,
    draw() {
      name.textContent = say(rate.key);
      // A hand is on it, or was just now: it shows what the hand wants.
      if (input.matches(':active') || setter.isUnderWay()) return;
      const found = state.faults.find((fault) => isOf(rate, fault));
      const value = found === undefined ? 0 : rate.read(found);
      input.value = String(value);
      tell(value);
    },
  };
}

/** Faults by slider. The sliders are made once: one that is drawn anew under a hand would be lost to it. */
export function startRatePanel() {
  const title = make('h2', {});
  const hint = make('small', {});
  const sliders = rates.map(slider);
  byId('rate-card').replaceChildren(
    make('div', { class: 'card-head' }, title, hint),
    ...sliders.map(({ row }) => row),
  );
  onDraw(() => {
    title.textContent = say('rates');
    hint.textContent = say('ratesHint');
    for (const one of sliders) one.draw();
  });
}
