import { afterAll } from '@jest/globals';
import { uniquePrefix } from '@yuexin/testkit';
import { createApiBed, type Answer, type ApiBed, type BedOptions, type Json } from './api-bed.ts';
import { startSimulator, type Simulator } from './start-simulator.ts';

export type SimUser = { userId: string; openid: string };
export type Session = {
  sessionToken: string;
  expiresInSeconds: number;
  openidRegistered: boolean;
  phoneBound: boolean;
};

export type MiniBed = {
  api: ApiBed;
  simulator: Simulator;
  /** An app known to WeChat and to us, with one template, synced. */
  addApp: () => Promise<{ appId: string; templateId: string }>;
  addTemplate: (appId: string, title?: string, kind?: string) => Promise<string>;
  addUser: (appId: string, phone: string) => Promise<SimUser>;
  codeOf: (user: SimUser, kind: 'login' | 'phone') => Promise<string>;
  login: (body: Json) => Promise<Answer<Session & Json>>;
  loginAs: (appId: string, user: SimUser, hasPhone?: boolean) => Promise<Answer<Session & Json>>;
};

export const newAppId = (): string => uniquePrefix('wx').replace('-', '');

export const example = '线路:广州\n货物:钢材\n';
const content = '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n';

/** The api with a simulator as its WeChat. Call at top level. */
export async function createMiniBed(given: Pick<BedOptions, 'env'> = {}): Promise<MiniBed> {
  const simulator = await startSimulator();
  afterAll(() => simulator.stop());
  const api = await createApiBed({ ...given, wechatUrl: () => simulator.url });

  const addTemplate: MiniBed['addTemplate'] = async (
    appId,
    title = '货源提醒',
    kind = 'one-time',
  ) => {
    const templateId = uniquePrefix('tpl');
    const template = { templateId, title, kind, content, example };
    await simulator.call('POST', `/apps/${appId}/templates`, template);
    return templateId;
  };
  const codeOf: MiniBed['codeOf'] = async (user, kind) =>
    (await simulator.call<{ code: string }>('POST', `/users/${user.userId}/${kind}-code`)).code;
  const login: MiniBed['login'] = (body) => api.call('POST', '/v1/mp/login', { key: null, body });

  return {
    api,
    simulator,
    addTemplate,
    codeOf,
    login,
    addApp: async () => {
      const appId = newAppId();
      await simulator.call('POST', '/apps', { appId, appSecret: 'sim-secret' });
      const templateId = await addTemplate(appId);
      await api.call('POST', '/v1/apps', { body: { appId, name: 'App', appSecret: 'sim-secret' } });
      const synced = await api.call('POST', `/v1/apps/${appId}/templates/sync`);
      if (synced.status !== 200) throw new Error(synced.text);
      return { appId, templateId };
    },
    addUser: (appId, phone) => simulator.call('POST', `/apps/${appId}/users`, { phone }),
    loginAs: async (appId, user, hasPhone = true) =>
      login({
        appId,
        code: await codeOf(user, 'login'),
        ...(hasPhone && { phoneCode: await codeOf(user, 'phone') }),
      }),
  };
}
