import { toast } from './toast.js';
import { sim, yuexin } from './requests.js';
import { askForPhone, askToAllow } from './sheets.js';
import { change, currentApp, currentSession, keepSession, state, templatesOf } from './store.js';
import { say } from './text.js';

const homePage = 'pages/goods/list';
/** What wx.requestSubscribeMessage takes at once on every client. */
const askAtMost = 3;

const fail = (error) => toast(say('failed', { why: error.message }));

async function logIn(user, isPhoneAllowed) {
  const code = await sim.loginCode(user.userId);
  const phoneCode = isPhoneAllowed ? await sim.phoneCode(user.userId) : undefined;
  if (state.config.apiUrl === null) {
    keepSession(user.userId, null);
    toast(say('loginOkPlain'));
    return;
  }
  const login = { appId: user.appId, code, ...(phoneCode === undefined ? {} : { phoneCode }) };
  const answer = await yuexin.login(login);
  keepSession(user.userId, answer.sessionToken);
  toast(say('loginOk'));
}

/** The login button: wx.login's code and, when the user agrees, the phone button's. */
export async function askToLogin() {
  const { user } = state;
  if (user === null) return;
  const isPhoneAllowed = user.phone !== null && (await askForPhone());
  if (user.phone !== null && !isPhoneAllowed) return;
  await logIn(user, isPhoneAllowed).catch(fail);
}

export const logOut = () => keepSession(state.user?.userId, undefined);

/** Which templates to ask for: Yuexin's plan, or simply the first ones. */
async function planned(session) {
  const templates = templatesOf();
  if (typeof session !== 'string') return templates.slice(0, askAtMost);
  const { templateIds } = await yuexin.plan(session, homePage);
  const wanted = templates.filter(({ templateId }) => templateIds.includes(templateId));
  // Who taps "notify me" wants it: what rests after a refusal, or is in stock, is asked for all the same.
  return wanted.length > 0 ? wanted : templates.slice(0, askAtMost);
}

/** One tap may not mix kinds (20002). */
const ofOneKind = (templates) => templates.filter(({ kind }) => kind === templates[0]?.kind);

const isAccepted = (results) => Object.values(results).some((choice) => choice === 'accept');

async function report(session, { results, askedAt }) {
  if (typeof session !== 'string') return { released: 0 };
  const requestId = crypto.randomUUID();
  return yuexin.grants(session, { requestId, page: homePage, askedAt, results });
}

async function subscribe(user, session) {
  const templates = ofOneKind(await planned(session));
  if (templates.length === 0) {
    toast(say('nothingToAsk'));
    return;
  }
  const isSilent = templates.every(({ templateId }) => user.choices[templateId] === 'accept');
  const kept = Object.fromEntries(templates.map(({ templateId }) => [templateId, 'accept']));
  const given = isSilent ? { results: kept, isKept: true } : await askToAllow(templates);
  const askedAt = new Date().toISOString();
  const request = { results: given.results, silent: isSilent, keep: given.isKept };
  const { errMsg, errCode, ...results } = await sim.subscribe(user.userId, request);
  if (errCode !== undefined) throw new Error(errMsg);
  const { released = 0 } = await report(session, { results, askedAt });
  const done = isSilent ? 'silentDone' : 'subscribed';
  if (!isAccepted(results)) toast(say('notSubscribed'));
  else toast(released > 0 ? say('released', { count: released }) : say(done));
}

/** The subscribe button: plan, sheet, WeChat, and the report to Yuexin. */
export async function askToSubscribe() {
  const { user } = state;
  const session = currentSession();
  if (user === null || currentApp() === null) return;
  if (session === undefined) {
    toast(say('mustLogin'));
    return;
  }
  try {
    await subscribe(user, session);
  } catch (error) {
    // Yuexin forgot the session (it ended, or the database is a new one): log in again.
    if (/401|unauthenticated|session/i.test(error.message)) keepSession(user.userId, undefined);
    fail(error);
  }
  change({});
}
