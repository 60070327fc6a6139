import { setTimeout as delay } from 'node:timers/promises';
import { callJson } from '../local-stack/call-json.ts';
import type { Stack } from '../local-stack/start-stack.ts';
import { freightApp, goodsTemplate } from './freight-app.ts';

export type StoryPush = {
  id: string;
  state: string;
  delivery?: string;
  attempts: number;
  reason?: { code: string };
  lastAttempt?: { errcode: number; msgid?: string };
};

export type StoryBalance = { available: number; reserved: number; spent: number };

const WAIT_LIMIT_MS = 30_000;

/** The three parties of the story as calls: mini program, business system, WeChat's user. */
export function createStoryClient(stack: Stack) {
  const { apiUrl, simulatorUrl, callerKey } = stack;
  const { appId } = freightApp;
  const api = <T>(path: string, options: { key?: string; body?: unknown }): Promise<T> =>
    callJson<T>(`${apiUrl}${path}`, options);
  const simulator = <T>(path: string, body?: unknown): Promise<T> =>
    callJson<T>(`${simulatorUrl}${path}`, body === undefined ? {} : { body });
  const readBalance = async (openid: string): Promise<StoryBalance> => {
    const user = await api<{ balances: Record<string, StoryBalance> }>(
      `/v1/apps/${appId}/users/${openid}`,
      { key: callerKey },
    );
    return user.balances[goodsTemplate.templateId] ?? { available: 0, reserved: 0, spent: 0 };
  };
  return {
    api,
    simulator,
    balance: readBalance,
    available: async (openid: string) => (await readBalance(openid)).available,
    push: (push: Record<string, unknown>) =>
      api<StoryPush>('/v1/pushes', {
        key: callerKey,
        body: {
          appId,
          templateId: goodsTemplate.templateId,
          page: 'pages/goods/detail?id=42',
          ...push,
        },
      }),
    async waitFor(id: string, isThere: (push: StoryPush) => boolean): Promise<StoryPush> {
      const endAt = Date.now() + WAIT_LIMIT_MS;
      for (;;) {
        const push = await api<StoryPush>(`/v1/pushes/${id}`, { key: callerKey });
        if (isThere(push) || Date.now() > endAt) return push;
        await delay(50);
      }
    },
    async timeline(id: string): Promise<{ at: string; text: string }[]> {
      const answer = await api<{ data: ({ at: string } & Record<string, unknown>)[] }>(
        `/v1/pushes/${id}/timeline`,
        { key: callerKey },
      );
      return answer.data.map(({ at, ...rest }) => ({ at, text: JSON.stringify(rest) }));
    },
    messages: (openid: string) => listOf(simulator(`/_sim/messages?openid=${openid}`)),
    async tokenCalls(): Promise<number> {
      const calls = await listOf<{ path: string }>(simulator('/_sim/calls'));
      return calls.filter((call) => call.path === '/cgi-bin/stable_token').length;
    },
    async acceptedSends(): Promise<number> {
      const ledger = await simulator<{ sends: { appId: string }[] }>('/_sim/ledger');
      return ledger.sends.filter((send) => send.appId === appId).length;
    },
  };
}

export type StoryClient = ReturnType<typeof createStoryClient>;

/** The simulator's lists come bare or as `{data}`. */
async function listOf<T = unknown>(answer: Promise<unknown>): Promise<T[]> {
  const value = (await answer) as T[] | { data: T[] };
  return Array.isArray(value) ? value : value.data;
}
