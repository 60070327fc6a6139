import { showBanner } from './banner.js';
import { startDevice } from './device.js';
import { byId } from './dom.js';
import { startBalancePanel } from './panel-balance.js';
import { startCurlPanel } from './panel-curl.js';
import { startFaultPanel } from './panel-faults.js';
import { startLogPanel } from './panel-log.js';
import { startPeoplePanel } from './panel-people.js';
import { startRatePanel } from './panel-rates.js';
import { startUserPanel } from './panel-user.js';
import { sim } from './requests.js';
import { openApp, openEverything, refreshPeople, refreshUser } from './session.js';
import { change, state } from './store.js';
import { currentLanguage, say, switchLanguage } from './text.js';
import { toast } from './toast.js';

const logKept = 200;
const peopleEveryMs = 1_000;

function translate() {
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
  document.title = say('title');
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = say(element.dataset.text);
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', say(element.dataset.label));
  }
  byId('language').textContent = say('language');
  showLive(byId('live').dataset.state === 'on');
  change({});
}

function showLive(isOn) {
  const live = byId('live');
  live.dataset.state = isOn ? 'on' : 'off';
  live.querySelector('span').textContent = say(isOn ? 'live.on' : 'live.off');
}

/** At most one refresh under way and one waiting, however much happens. */
function createRefresher(refresh) {
  let running = false;
  let isWanted = false;
  const run = async () => {
    if (running) {
      isWanted = true;
      return;
    }
    running = true;
    await refresh().catch((error) => toast(say('failed', { why: error.message })));
    running = false;
    if (!isWanted) return;
    isWanted = false;
    void run();
  };
  return run;
}

const refreshMine = createRefresher(async () => {
  // An app or template that came after the page was opened.
  change({ apps: await sim.apps() });
  if (state.user === null && state.appId !== null) await openApp(state.appId);
  else if (state.apps.length > 0 && state.appId === null) await openEverything();
  else await refreshUser();
});
/** Of a crowd something changes all the time: the list follows by the second. */
const refreshOthers = createRefresher(async () => {
  await refreshPeople();
  await new Promise((resolve) => setTimeout(resolve, peopleEveryMs));
});
const refreshFaults = createRefresher(async () => change({ faults: await sim.faults() }));
const refreshAll = createRefresher(openEverything);

function receiveMessage(message) {
  if (state.screen.name === 'notices') return;
  change({ unread: state.unread + 1 });
  showBanner(message);
}

const withEvent = (log, event) => {
  const isSame = (entry) => entry.event?.seq === event.seq;
  return log.some(isSame)
    ? log.map((entry) => (isSame(entry) ? { event } : entry))
    : [{ event }, ...log];
};

const handlers = {
  message: ({ userId, message }) => {
    void refreshOthers();
    if (userId !== state.user?.userId) return;
    receiveMessage(message);
    void refreshMine();
  },
  user: ({ userId }) => {
    void refreshOthers();
    if (state.user === null || userId === state.user.userId) void refreshMine();
  },
  call: ({ call }) => change({ log: [{ call }, ...state.log].slice(0, logKept) }),
  event: ({ event }) => change({ log: withEvent(state.log, event).slice(0, logKept) }),
  faults: () => void refreshFaults(),
  reset: () => void refreshAll(),
};

function listen() {
  const stream = new EventSource('/_sim/phone/stream');
  stream.addEventListener('open', () => {
    showLive(true);
    void refreshAll();
  });
  stream.addEventListener('error', () => showLive(false));
  stream.addEventListener('message', ({ data }) => {
    const { items, skipped } = JSON.parse(data);
    for (const item of items) handlers[item.type]?.(item);
    if (skipped === 0) return;
    change({ skipped: state.skipped + skipped });
    void refreshMine();
  });
}

startDevice();
startUserPanel();
startPeoplePanel();
startBalancePanel();
startCurlPanel();
startRatePanel();
startFaultPanel();
startLogPanel();
byId('language').addEventListener('click', () => {
  switchLanguage();
  translate();
});
translate();
change({ config: await sim.config() });
listen();
