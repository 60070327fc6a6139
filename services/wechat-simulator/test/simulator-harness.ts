import { PassThrough } from 'node:stream';
import { createLogger } from '@yuexin/telemetry';
import { createFakeClock } from '@yuexin/testkit';
import { createSimulator } from '../src/compose.ts';

export const appId = 'wx0123456789abcdef';
export const templateId = 'nYSAtest_new_goods_reminder_000000000000001';
export const sendPath = '/cgi-bin/message/subscribe/send';
const appSecret = 'the-app-secret';

export const goodData = {
  thing1: { value: '【广州】-->【上海】' },
  thing2: { value: '钢材 32 吨' },
};

export type Answer = { status: number; headers: Headers; text: string; json: JsonObject };
/** What came back, to be compared whole or by `toMatchObject`. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type SimulatorTestOptions = {
  stateFile?: string;
  phoneApiUrl?: string;
  phoneApiKey?: string;
};

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    // Not JSON: the test looks at the text.
    return {};
  }
}

/** A simulator on a port of its own with a clock that stands still, and short ways to call it. */
export async function startSimulator(options: SimulatorTestOptions = {}) {
  const clock = createFakeClock(new Date('2026-11-24T01:00:00.000Z'));
  const destination = new PassThrough();
  destination.resume();
  const simulator = createSimulator({
    config: {
      port: 0,
      host: '127.0.0.1',
      stateFile: options.stateFile ?? null,
      phoneApi: { url: options.phoneApiUrl ?? null, key: options.phoneApiKey ?? null },
    },
    logger: createLogger({
      service: 'wechat-simulator',
      level: 'debug',
      format: 'json',
      destination,
    }),
    clock,
    seed: 1,
  });
  const port = await simulator.listen();
  const url = `http://127.0.0.1:${port}`;

  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url + path, { method, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
  const control = (method: string, path: string, body?: unknown) =>
    call(method, `/_sim${path}`, body);

  const stableToken = async (more: object = {}): Promise<string> => {
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret, ...more };
    return (await call('POST', '/cgi-bin/stable_token', body)).json.access_token as string;
  };
  const addUser = async (input: object = {}) => {
    const { json } = await control('POST', `/apps/${appId}/users`, input);
    return { userId: json.userId as string, openid: json.openid as string };
  };
  const allow = (userId: string, more: object = {}) =>
    control('POST', `/users/${userId}/subscribe`, {
      results: { [templateId]: 'accept' },
      ...more,
    });

  return {
    url,
    port,
    clock,
    call,
    control,
    stableToken,
    addUser,
    allow,
    setUpApp: (settings: object = {}) =>
      control('POST', '/apps', { appId, appSecret, name: '货运通', ...settings }),
    setUpTemplate: (more: object = {}) =>
      control('POST', `/apps/${appId}/templates`, {
        templateId,
        title: '新货源提醒',
        kind: 'one-time',
        content: '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
        ...more,
      }),
    /** With a token that is asked for each time: in normal mode it is the same one. */
    send: async (openid: string, more: object = {}) => {
      const body = { touser: openid, template_id: templateId, data: goodData, ...more };
      return call('POST', `${sendPath}?access_token=${await stableToken()}`, body);
    },
    fault: (input: object) => control('POST', '/faults', input),
    close: () => simulator.close(),
  };
}
export type TestSimulator = Awaited<ReturnType<typeof startSimulator>>;

/** With the app, its template, and a user who allowed one message. */
export async function startReadySimulator(settings: object = {}) {
  const simulator = await startSimulator();
  await simulator.setUpApp(settings);
  await simulator.setUpTemplate();
  const user = await simulator.addUser({ phone: '+8613800138000' });
  return { simulator, user };
}
