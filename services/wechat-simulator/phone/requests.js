async function call(method, path, body, headers = {}) {
  const response = await fetch(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const first = answer.errors?.[0];
  const detail = answer.detail ?? `HTTP ${response.status}`;
  throw new Error(first === undefined ? detail : `${detail} ${first.pointer}: ${first.message}`);
}

const part = encodeURIComponent;

/** The simulator's control endpoints. */
export const sim = {
  config: () => call('GET', '/_sim/phone/config'),
  apps: async () => (await call('GET', '/_sim/apps')).data,
  saveApp: (app) => call('POST', '/_sim/apps', app),
  saveTemplate: (appId, template) => call('POST', `/_sim/apps/${part(appId)}/templates`, template),
  users: async (appId) => (await call('GET', `/_sim/apps/${part(appId)}/users?limit=200`)).data,
  saveUser: (appId, user) => call('POST', `/_sim/apps/${part(appId)}/users`, user),
  user: (userId) => call('GET', `/_sim/users/${part(userId)}`),
  loginCode: async (userId) => (await call('POST', `/_sim/users/${part(userId)}/login-code`)).code,
  phoneCode: async (userId) => (await call('POST', `/_sim/users/${part(userId)}/phone-code`)).code,
  subscribe: (userId, answer) => call('POST', `/_sim/users/${part(userId)}/subscribe`, answer),
  reject: (userId, templateId) =>
    call('POST', `/_sim/users/${part(userId)}/settings/reject`, { templateId }),
  restore: (userId, templateId) =>
    call('POST', `/_sim/users/${part(userId)}/settings/accept`, { templateId }),
  messages: async ({ appId, openid }) =>
    (await call('GET', `/_sim/messages?appId=${part(appId)}&openid=${part(openid)}`)).data,
  calls: async () => (await call('GET', '/_sim/calls?limit=40')).data,
  events: async () => (await call('GET', '/_sim/events?limit=20')).data,
  faults: async () => (await call('GET', '/_sim/faults')).data,
  addFault: (fault) => call('POST', '/_sim/faults', fault),
  removeFault: (id) => call('DELETE', `/_sim/faults/${String(id)}`),
  clearFaults: () => call('DELETE', '/_sim/faults'),
  expireToken: (appId) => call('POST', `/_sim/apps/${part(appId)}/expire-token`),
};

const bearer = (session) => ({ authorization: `Bearer ${session}` });

/** What the mini program asks of Yuexin's api; the simulator hands it on. */
export const yuexin = {
  login: (body) => call('POST', '/_sim/phone/api/v1/mp/login', body),
  plan: (session, page) =>
    call('GET', `/_sim/phone/api/v1/mp/plan?page=${part(page)}`, undefined, bearer(session)),
  push: (key, body) => call('POST', '/_sim/phone/api/v1/pushes', body, bearer(key)),
  grants: (session, body) => call('POST', '/_sim/phone/api/v1/mp/grants', body, bearer(session)),
};
