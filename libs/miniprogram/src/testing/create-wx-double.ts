import type { SubscriptionsSetting, WxApi } from '../wx-api.ts';

type Request = { method: string; url: string; header: Record<string, string>; body: unknown };
type Answer = { statusCode: number; data: unknown } | 'no-network';

/** What WeChat answers to an ask: `errMsg` and a member per template, or a failure with its code. */
export type AskAnswer = { errMsg: string; errCode?: number } & Record<string, unknown>;

export type Phone = {
  wx: WxApi;
  /** Runs a handler as a tap does: only what it calls in this turn may show a pop-up. */
  tap<T>(handler: () => T): T;
  setOnline(isOnline: boolean): void;
  /** The client takes the pop-up away and tells nobody, as when its page is left. */
  closePopup(): void;
  /** What the phone has kept: give it to another double and the mini program was restarted. */
  storage: Map<string, unknown>;
  asked: string[][];
};

const copyOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

type DoubleDeps = {
  serve: (request: Request) => Promise<Answer>;
  answerAsk: (templateIds: string[]) => Promise<AskAnswer>;
  takeCode?: () => Promise<string>;
  settings?: () => SubscriptionsSetting | undefined;
  storage?: Map<string, unknown>;
};

type PhoneState = { isOnline: boolean; isInTap: boolean; isAsking: boolean };

/** WeChat never answers in the same turn. */
const later = (tell: () => void): void => void Promise.resolve().then(tell);

/**
 * A phone with a `wx` that keeps WeChat's rules where they matter to the helper (wechat-facts 4.1): the pop-up only in a tap, one at a
 * time, answers by callbacks in a later turn, storage that outlives the program. miniprogram-simulate renders components and has no
 * requestSubscribeMessage, no login and no network, which is all that is used here.
 */
export function createWxDouble(deps: DoubleDeps): Phone {
  const { storage = new Map<string, unknown>() } = deps;
  const state: PhoneState = { isOnline: true, isInTap: false, isAsking: false };
  const listeners: ((status: { isConnected: boolean }) => void)[] = [];
  const asked: string[][] = [];
  const wx: WxApi = {
    ...networkOf(deps, state),
    requestSubscribeMessage: popupOf(deps, state, asked),
    getSetting: ({ success }) => {
      const subscriptionsSetting = deps.settings?.();
      later(() => success(subscriptionsSetting === undefined ? {} : { subscriptionsSetting }));
    },
    // As on a phone: what comes back is a copy, and '' where there is nothing.
    getStorageSync: (key) => copyOf(storage.get(key) ?? ''),
    setStorageSync: (key, value) => void storage.set(key, copyOf(value)),
    onNetworkStatusChange: (listener) => void listeners.push(listener),
  };
  return {
    ...{ wx, storage, asked },
    tap(handler) {
      state.isInTap = true;
      try {
        return handler();
      } finally {
        state.isInTap = false;
      }
    },
    closePopup() {
      state.isAsking = false;
    },
    setOnline(isOnline) {
      state.isOnline = isOnline;
      for (const tell of listeners) tell({ isConnected: isOnline });
    },
  };
}

function networkOf(deps: DoubleDeps, state: PhoneState): Pick<WxApi, 'login' | 'request'> {
  let codes = 0;
  const { takeCode = () => Promise.resolve(`code-${String((codes += 1))}`) } = deps;
  return {
    login: ({ success, fail }) => {
      if (!state.isOnline) later(() => fail({ errMsg: 'login:fail network' }));
      else void takeCode().then((code) => success({ code }));
    },
    request: ({ url, method, data, header = {}, success, fail }) => {
      const refuse = () => later(() => fail({ errMsg: 'request:fail ' }));
      if (!state.isOnline) {
        refuse();
        return;
      }
      const body = data === undefined ? undefined : (JSON.parse(data) as unknown);
      void deps.serve({ method, url, header, body }).then((answer) => {
        if (answer === 'no-network') refuse();
        else success(answer);
      });
    },
  };
}

function popupOf(
  { answerAsk }: DoubleDeps,
  state: PhoneState,
  asked: string[][],
): WxApi['requestSubscribeMessage'] {
  return ({ tmplIds, success, fail }) => {
    const outside = state.isInTap ? null : 'can only be invoked by user TAP gesture.';
    const refusal = outside ?? (state.isAsking ? 'last call has not ended' : null);
    if (refusal !== null) {
      later(() => fail({ errMsg: `requestSubscribeMessage:fail ${refusal}` }));
      return;
    }
    state.isAsking = true;
    asked.push(tmplIds);
    void answerAsk(tmplIds).then((answer) => {
      state.isAsking = false;
      if (answer.errMsg === 'requestSubscribeMessage:ok') success(answer);
      else fail(answer);
    });
  };
}
