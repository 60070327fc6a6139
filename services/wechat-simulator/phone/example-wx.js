import { callPlatform, platformUrl } from './example-platform.js';
import { sim } from './requests.js';
import { askToAllow } from './sheets.js';
import { currentApp, state, templatesOf } from './store.js';
import { toast } from './toast.js';

/** A tap lasts as long as the handler's first turn; only what is called then may show a pop-up (facts 4.1). */
const tap = { isOn: false, isAsking: false };

export function withinTap(handler) {
  tap.isOn = true;
  try {
    return handler();
  } finally {
    tap.isOn = false;
  }
}

const said = (name, text) => ({ errMsg: `${name}:${text}` });
const answerLater = (promise, { success, fail }) =>
  void promise.then(
    (value) => success?.(value),
    (error) => fail?.(said('', `fail ${error.message}`)),
  );

async function request({ url, method = 'GET', data, header = {} }) {
  if (url.startsWith(platformUrl)) return callPlatform(method, data);
  const headers = { 'content-type': 'application/json', ...header };
  const response = await fetch(url, { method, headers, ...(data && { body: data }) });
  return { statusCode: response.status, data: await response.json().catch(() => '') };
}

/** The sheet for what has no standing choice; the simulator is WeChat and keeps count. */
async function subscribe(templateIds) {
  const { choices, userId } = state.user;
  const open = templatesOf().filter(
    ({ templateId }) => templateIds.includes(templateId) && choices[templateId] === undefined,
  );
  const given = open.length === 0 ? { results: {}, isKept: false } : await askToAllow(open);
  const standing = templateIds.map((id) => [id, choices[id] ?? 'reject']);
  const results = { ...Object.fromEntries(standing), ...given.results };
  return sim.subscribe(userId, { results, silent: open.length === 0, keep: given.isKept });
}

function requestSubscribeMessage({ tmplIds, success, fail }) {
  const name = 'requestSubscribeMessage';
  if (!tap.isOn) {
    queueMicrotask(() => fail(said(name, 'fail can only be invoked by user TAP gesture.')));
    return;
  }
  if (tap.isAsking) {
    queueMicrotask(() => fail(said(name, 'fail last call has not ended')));
    return;
  }
  tap.isAsking = true;
  void subscribe(tmplIds)
    .catch((error) => said(name, `fail ${error.message}`))
    .then((answer) => {
      tap.isAsking = false;
      if (answer.errMsg === `${name}:ok`) success(answer);
      else fail(answer);
    });
}

const storageKey = (key) => `yuexin.example.${state.user?.userId}.${key}`;

/** `wx` for the example's pages: the phone of the user that is shown. `navigate` opens and closes its pages. */
export function createWx({ navigate, origin }) {
  return {
    login: (options) =>
      answerLater(
        sim.loginCode(state.user.userId).then((code) => ({ code })),
        options,
      ),
    request: (options) => answerLater(request(options), options),
    requestSubscribeMessage,
    getSetting: (options) =>
      answerLater(
        sim.user(state.user.userId).then(({ choices, hasMainSwitchOn }) => ({
          subscriptionsSetting: { mainSwitch: hasMainSwitchOn ?? true, itemSettings: choices },
        })),
        options,
      ),
    getStorageSync: (key) => JSON.parse(localStorage.getItem(storageKey(key)) ?? '""'),
    setStorageSync: (key, value) => localStorage.setItem(storageKey(key), JSON.stringify(value)),
    onNetworkStatusChange: () => undefined,
    getRealtimeLogManager: () => ({ warn: (...words) => console.info(...words) }),
    getExtConfigSync: () => ({
      appId: state.appId,
      yuexinUrl: `${origin}/_sim/phone/api`,
      platformUrl,
      matchedTemplateId: templatesOf().find(({ kind }) => kind === 'one-time')?.templateId,
      name: currentApp()?.name,
    }),
    showToast: async ({ title }) => toast(title),
    navigateTo: async ({ url }) => navigate.to(url),
    navigateBack: async () => navigate.back(),
  };
}
