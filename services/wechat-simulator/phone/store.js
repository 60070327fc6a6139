/** What the page knows. One object; whoever changes it says so, and every part draws itself again. */
export const state = {
  config: { apiUrl: null, apiKey: null },
  apps: [],
  appId: localStorage.getItem('yuexin.appId'),
  users: [],
  user: null,
  messages: [],
  faults: [],
  log: [],
  skipped: 0,
  isOnlyMe: false,
  /** Sessions with Yuexin by user; they end with the tab. */
  sessions: JSON.parse(sessionStorage.getItem('yuexin.sessions') ?? '{}'),
  /** The phone: which screen is shown. */
  screen: { name: 'mini' },
  unread: 0,
  /** The example mini program was opened: messages lead to its pages. */
  isExample: false,
};

const drawers = new Set();
let isScheduled = false;

export const onDraw = (drawer) => drawers.add(drawer);

/** Applies the change and draws once, in the next frame. */
export function change(values) {
  Object.assign(state, values);
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    for (const drawer of drawers) drawer();
  });
}

export const currentApp = () => state.apps.find((app) => app.appId === state.appId) ?? null;
export const templatesOf = () => currentApp()?.templates ?? [];

/** `undefined`: not logged in; `null`: logged in without Yuexin. */
export const currentSession = () =>
  state.user === null ? undefined : state.sessions[state.user.userId];

export function keepSession(userId, session) {
  const sessions = { ...state.sessions };
  if (session === undefined) delete sessions[userId];
  else sessions[userId] = session;
  sessionStorage.setItem('yuexin.sessions', JSON.stringify(sessions));
  change({ sessions });
}

export const maskPhone = (phone) => {
  const bare = phone.replace(/^\+86/, '');
  return bare.length < 8 ? bare : `${bare.slice(0, 3)}****${bare.slice(-4)}`;
};
