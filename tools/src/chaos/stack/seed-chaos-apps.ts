import { callJson } from '../../local-stack/call-json.ts';
import { chaosApps, longTermTemplateId, TAG_KEYWORD, type ChaosApp } from '../plan/chaos-apps.ts';

export type Person = {
  phone: string;
  userIds: ReadonlyMap<string, string>;
  openids: ReadonlyMap<string, string>;
};

const USERS_AT_ONCE = 8;

/** Registers the mini programs with the simulator (as WeChat's console would) and puts people behind phones. */
export async function seedWechat(input: {
  simulatorUrl: string;
  eventUrl: (app: ChaosApp) => string | null;
  users: number;
  seed: number;
}): Promise<Person[]> {
  const { simulatorUrl, seed } = input;
  await callJson(`${simulatorUrl}/_sim/reset`, { body: { seed } });
  for (const app of chaosApps) await registerWithWechat({ ...input, app });
  const people: Person[] = [];
  for (let first = 0; first < input.users; first += USERS_AT_ONCE) {
    const count = Math.min(USERS_AT_ONCE, input.users - first);
    const numbers = Array.from({ length: count }, (_, index) => first + index);
    people.push(...(await Promise.all(numbers.map((number) => addPerson(simulatorUrl, number)))));
  }
  return people;
}

async function registerWithWechat(input: {
  simulatorUrl: string;
  eventUrl: (app: ChaosApp) => string | null;
  app: ChaosApp;
}): Promise<void> {
  const { simulatorUrl, app } = input;
  const { templateIds, ...settings } = app;
  await callJson(`${simulatorUrl}/_sim/apps`, {
    body: { ...settings, eventUrl: input.eventUrl(app) },
  });
  for (const [index, templateId] of templateIds.entries()) {
    await callJson(`${simulatorUrl}/_sim/apps/${app.appId}/templates`, {
      body: {
        templateId,
        title: `货源提醒${String(index + 1)}`,
        kind: templateId === longTermTemplateId ? 'long-term' : 'one-time',
        content: `路线:{{thing1.DATA}}\n单号:{{${TAG_KEYWORD}.DATA}}\n`,
        example: '路线:【深圳】-->【北京】\n单号:A1\n',
      },
    });
  }
}

async function addPerson(simulatorUrl: string, number: number): Promise<Person> {
  const phone = `+86138${String(number).padStart(8, '0')}`;
  const userIds = new Map<string, string>();
  const openids = new Map<string, string>();
  for (const { appId } of chaosApps) {
    const made = await callJson<{ userId: string; openid: string }>(
      `${simulatorUrl}/_sim/apps/${appId}/users`,
      { body: { phone } },
    );
    userIds.set(appId, made.userId);
    openids.set(appId, made.openid);
  }
  return { phone, userIds, openids };
}

/** Registers the mini programs with Yuexin and brings their templates in. */
export async function seedYuexin(input: { apiUrl: string; adminKey: string }): Promise<void> {
  const { apiUrl, adminKey: key } = input;
  for (const app of chaosApps) {
    const { appId, name, appSecret, messageToken, encodingAesKey } = app;
    const body = { appId, name, appSecret, messageToken, encodingAesKey };
    await callJson(`${apiUrl}/v1/apps`, { key, body });
    await callJson(`${apiUrl}/v1/apps/${appId}/templates/sync`, { key, method: 'POST', body: {} });
  }
}
